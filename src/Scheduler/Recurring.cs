using System.Collections.Concurrent;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Loading;
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

    /// <summary>Lets a job live.</summary>
    internal Task SetAsync(LiveJob job, CancellationToken cancel) => SetAsync([job], cancel);

    /// <summary>Lets jobs live, or live on with other definitions, after a load of the crontabs.</summary>
    /// <param name="changes">What the load changed.</param>
    /// <param name="now">When that was.</param>
    /// <param name="cancel">Gives up.</param>
    internal Task SetAsync(IReadOnlyCollection<CrontabChange> changes, DateTimeOffset now, CancellationToken cancel)
    {
        var retimed = new List<LiveJob>(changes.Count);
        foreach (var (_, job, schedule, isRetimed) in changes)
        {
            if (isRetimed || Find(job.Id) is null)
                retimed.Add(new LiveJob(job, LiveJob.Anchored(schedule, job.Anchor), now));
            else
                Redefine(job);
        }

        return SetAsync(retimed, cancel);
    }

    /// <summary>Gives a job that lives another definition with the same schedule.</summary>
    internal void Redefine(RecurringJob job)
    {
        if (Find(job.Id) is { } live)
            live.Job = job;
    }

    internal async Task RemoveAsync(IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        foreach (var id in ids)
            _jobs.TryRemove(id, out _);
        await clock.RemoveAsync(ids, cancel);
    }

    /// <summary>
    /// Takes jobs up from the ledger at start: what came due while nothing ran is late, and runs, or is missed, and a matter of catch-up.
    /// </summary>
    /// <param name="jobs">All jobs, each with the last due that the ledger accounts for.</param>
    /// <param name="cancel">Gives up.</param>
    internal async Task TakeUpAsync(IReadOnlyCollection<(RecurringJob Job, DateTimeOffset? LastDue)> jobs, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var taken = new List<LiveJob>(jobs.Count);
        foreach (var (job, last) in jobs)
        {
            if (job.State != JobState.Removed && LiveJob.From(job, last > job.Anchor ? last.Value : job.Anchor) is { } live)
                taken.Add(live);
        }

        await Task.WhenAll(taken.Select(live => TakeAsync(live, now)));
        await SetAsync(taken, cancel);
    }

    /// <summary>A trigger fired: enters the runs of its job that are due.</summary>
    internal Task DueAsync(string jobId, DateTimeOffset due) => Find(jobId) is { } live ? TakeAsync(live, due) : Task.CompletedTask;

    /// <summary>Makes the <c>@reboot</c> jobs due, once a process.</summary>
    internal async Task RebootAsync()
    {
        var now = time.GetUtcNow();
        foreach (var job in All.Where(job => job.Schedule is RebootSchedule).ToList())
            await EnterAsync(job.Job, now, isCaughtUp: false);
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
            RequestedBy = job.RequestedBy,
        };
    }

    private async Task SetAsync(IReadOnlyCollection<LiveJob> jobs, CancellationToken cancel)
    {
        foreach (var job in jobs)
            _jobs[job.Job.Id] = job;
        await clock.SetAsync([.. jobs.Select(job => (job.Job.Id, job.Schedule, job.Taken))], cancel);
    }

    private async Task TakeAsync(LiveJob live, DateTimeOffset upTo)
    {
        while (true)
        {
            var dues = live.Take(upTo, time.GetUtcNow() - options.MissedAfter, options.CatchUpLimit);
            // Each is put on its way to the ledger in order; then all are waited for.
            var writes = new List<(DateTimeOffset First, Task Written)>();
            if (dues.Missed is { } missed)
                writes.Add((missed.First, MissAsync(live.Job, missed)));
            foreach (var due in dues.Runs)
                writes.Add((due, EnterAsync(live.Job, due, dues.AreCaughtUp)));
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

    private async Task EnterAsync(RecurringJob job, DateTimeOffset due, bool isCaughtUp)
    {
        var entered = await queue.EnterAsync(
            RunOf(job, due),
            (connection, entry, owner) => JobWrites.Occur(connection, job.Id, entry, owner, isCaughtUp),
            occurred => occurred.What == Occurrence.Entered);
        await queue.GiveUpAsync(entered, who: null);
        if (entered.What == Occurrence.JobGone)
            await RemoveAsync([job.Id], CancellationToken.None);
    }

    private Task MissAsync(RecurringJob job, Missed missed) => ledger.WriteAsync(connection => JobWrites.NotRun(
        connection, RunOf(job, missed.First), RunState.Missed, $"nothing ran at that time (catch-up {Jobs.Word.Of(job.Policy.CatchUp)})", missed.Until,
        missed.Count));
}
