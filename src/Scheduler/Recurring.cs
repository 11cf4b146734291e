using System.Collections.Concurrent;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler;

/// <summary>The recurring jobs that are not removed: their triggers, and what happens when one is due.</summary>
internal sealed class Recurring(Ledger ledger, RunQueue queue, QuartzClock clock, TimeProvider time, SchedulerOptions options)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, LiveJob> _jobs = new(StringComparer.Ordinal);

    internal int Count => _jobs.Count;

    internal IEnumerable<LiveJob> All => _jobs.Values;

    internal LiveJob? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>The next due of a job after now; null for one that is removed, or never due by time.</summary>
    internal DateTimeOffset? NextDue(string id) => Find(id)?.Schedule.NextAfter(time.GetUtcNow());

    /// <summary>Lets a job live, or live on with another definition: due after its <see cref="LiveJob.Taken"/>.</summary>
    /// <param name="job">The job.</param>
    /// <param name="isRetimed">Whether it needs a trigger; else the one it has goes on.</param>
    /// <param name="cancel">Gives up.</param>
    internal async Task SetAsync(LiveJob job, bool isRetimed, CancellationToken cancel)
    {
        _jobs[job.Job.Id] = job;
        if (isRetimed)
            await clock.SetAsync(job.Job.Id, job.Schedule, job.Taken, cancel);
    }

    internal async Task RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        foreach (var id in ids)
            _jobs.TryRemove(id, out _);
        await clock.RemoveAsync(ids, cancel);
    }

    /// <summary>
    /// Takes a job up from the ledger at start: what came due while nothing ran is late, and runs, or is recorded as missed.
    /// </summary>
    internal async Task TakeUpAsync(RecurringJob job, CancellationToken cancel)
    {
        var last = await ledger.ReadAsync(connection => JobWrites.LastDue(connection, job.Id));
        if (LiveJob.From(job, last > job.Anchor ? last.Value : job.Anchor) is not { } live)
            return;
        await TakeAsync(live, time.GetUtcNow());
        await SetAsync(live, isRetimed: true, cancel);
    }

    /// <summary>A trigger fired: enters the runs of its job that are due.</summary>
    internal Task DueAsync(string jobId, DateTimeOffset due) => Find(jobId) is { } live ? TakeAsync(live, due) : Task.CompletedTask;

    /// <summary>Makes the <c>@reboot</c> jobs due, once a process.</summary>
    internal async Task RebootAsync()
    {
        var now = time.GetUtcNow();
        foreach (var job in All.Where(job => job.Schedule is RebootSchedule).ToList())
            await EnterAsync(job.Job, now);
    }

    /// <summary>A run of a job, with neither state nor attempt.</summary>
    internal Run RunOf(RecurringJob job, DateTimeOffset due)
    {
        var now = time.GetUtcNow();
        return new Run
        {
            Id = RunId.New(now),
            JobId = job.Id,
            JobName = job.Policy.Name,
            Cause = RunCause.Schedule,
            Due = due,
            Created = now,
            Request = job.Request,
            Policy = job.Policy,
        };
    }

    private async Task TakeAsync(LiveJob live, DateTimeOffset upTo)
    {
        while (true)
        {
            // Each is put on its way to the ledger in order; then all are waited for.
            var writes = new List<(DateTimeOffset First, Task Written)>();
            live.Take(
                upTo,
                time.GetUtcNow() - options.MissedAfter,
                (first, until, count) => writes.Add((first, MissAsync(live.Job, first, until, count))),
                due => writes.Add((due, EnterAsync(live.Job, due))));
            if (await FirstRefusedAsync(writes) is not { } refused)
                return;
            // From there on in order once more: the ledger knows what it has taken.
            live.PutBack(refused);
            await Task.Delay(BetweenTries, time);
        }
    }

    private static async Task<DateTimeOffset?> FirstRefusedAsync(List<(DateTimeOffset First, Task Written)> writes)
    {
        DateTimeOffset? refused = null;
        foreach (var (first, written) in writes)
        {
            try
            {
                await written;
            }
            catch (LedgerException e) when (e.IsPassing)
            {
                refused ??= first;
            }
        }

        return refused;
    }

    private async Task EnterAsync(RecurringJob job, DateTimeOffset due)
    {
        var entered = await queue.EnterAsync(
            RunOf(job, due),
            (connection, entry, owner) => JobWrites.Occur(connection, job.Id, entry, owner),
            occurrence => occurrence == Occurrence.Entered);
        if (entered == Occurrence.JobGone)
            await RemoveAsync([job.Id], CancellationToken.None);
    }

    private Task MissAsync(RecurringJob job, DateTimeOffset first, DateTimeOffset until, int count) => ledger.WriteAsync(connection =>
        JobWrites.NotRun(connection, RunOf(job, first), RunState.Missed, "nothing ran at that time (catch-up none)", until, count));
}
