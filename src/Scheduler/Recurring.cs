using System.Collections.Concurrent;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Loading;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler;

/// <summary>The recurring jobs that are not removed: their triggers, and what happens when one is due.</summary>
internal sealed partial class Recurring(Ledger ledger, RunQueue queue, QuartzClock clock, TimeProvider time, SchedulerOptions options) : IDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly Occurrences _occurrences = new(ledger, queue, time, options);

    private readonly ConcurrentDictionary<string, LiveJob> _jobs = new(StringComparer.Ordinal);

    // Whoever changes what lives, and its triggers.
    private readonly SemaphoreSlim _gate = new(1);

    // Ends when the jobs of the last load live.
    private volatile Task _settled = Task.CompletedTask;

    /// <summary>Jobs live that did not, or live otherwise, and the ledger has them.</summary>
    internal event Action? Changed;

    internal int Count => _jobs.Count;

    internal IEnumerable<LiveJob> All => _jobs.Values;

    internal LiveJob? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>The next due of a job after now; null for one that is removed, or never due by time.</summary>
    internal DateTimeOffset? NextDue(string id) => Find(id)?.Schedule.NextAfter(ledger.Cluster.Now(time));

    /// <summary>Lets a job live.</summary>
    internal async Task SetAsync(LiveJob job, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            await FollowAsync(SetAsync([job], cancel));
        }
        finally
        {
            _gate.Release();
            NoteChange();
        }
    }

    /// <summary>
    /// Brings a load of the crontabs into force. The triggers of jobs that have none are set while the ledger is written; one that fires
    /// meanwhile waits for that.
    /// </summary>
    /// <param name="diff">What the load changes.</param>
    /// <param name="now">When that was.</param>
    /// <param name="written">Ends when it is in the ledger.</param>
    /// <param name="cancel">Gives up.</param>
    internal async Task SetAsync(CrontabDiff diff, DateTimeOffset now, Task written, CancellationToken cancel)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _gate.WaitAsync(cancel);
        _settled = settled.Task;
        try
        {
            var (added, retimed, redefined) = (new List<LiveJob>(), new List<LiveJob>(), diff.Moved.ToList());
            foreach (var (_, job, schedule, isRetimed) in diff.Changes.Where(change => change.Job.State != JobState.Removed))
            {
                var isLive = Find(job.Id) is not null;
                if (isLive && !isRetimed)
                    redefined.Add(job);
                else
                    (isLive ? retimed : added).Add(new LiveJob(job, LiveJob.Anchored(schedule, job.Anchor), now));
            }

            await SetTriggersAsync(added, written, cancel);
            Add(added);
            redefined.ForEach(Redefine);
            await SetAsync(retimed, cancel);
            await RemoveAsync(diff.Gone.Select(job => Find(job.Id)).OfType<LiveJob>());
        }
        finally
        {
            _gate.Release();
            settled.SetResult();
        }
    }

    /// <summary>A job that lives goes on, or is defined otherwise, and the ledger has it.</summary>
    internal void NoteChange() => Changed?.Invoke();

    // A job that lives, with another definition and the same schedule.
    private void Redefine(RecurringJob job)
    {
        if (Find(job.Id) is { } live)
            live.Job = job;
    }

    /// <summary>The job lives no more.</summary>
    internal Task RemoveAsync(string id) => Find(id) is { } live ? EndAsync(live) : Task.CompletedTask;

    public void Dispose() => _gate.Dispose();

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

        // By a clock that is off, what has not come yet would be missed.
        if (ledger.Cluster.Hindrance is null)
            await Task.WhenAll(taken.Select(live => TakeAsync(live, now)));
        await SetAsync(taken, cancel);
    }

    /// <summary>A trigger fired: enters the runs of its job that are due.</summary>
    internal async Task DueAsync(string jobId, DateTimeOffset due)
    {
        if (Find(jobId) is null)
            await _settled;
        // The due before may have fired elsewhere, and what it was defined as may have changed there.
        while (ledger.Cluster.IsShared && !await TrySyncAsync(jobId))
            await Task.Delay(BetweenTries, time);
        // By a clock that is off it came at the wrong time: who reconciles has it fire again.
        if (Find(jobId) is { } live && ledger.Cluster.Hindrance is null)
            await TakeAsync(live, due);
    }

    /// <summary>Makes the <c>@reboot</c> jobs due, once a process.</summary>
    /// <param name="due">When; the same for several processes that are to do so once together.</param>
    internal async Task RebootAsync(DateTimeOffset due)
    {
        foreach (var job in All.Where(job => job.Schedule is RebootSchedule).ToList())
        {
            if (!await _occurrences.EnterAsync(job.Job, due, isCaughtUp: false))
                await EndAsync(job);
        }
    }

    private async Task EndAsync(LiveJob live)
    {
        await _gate.WaitAsync();
        try
        {
            await FollowAsync(RemoveAsync([live]));
        }
        finally
        {
            _gate.Release();
        }
    }

    // A load may have brought a job back to life meanwhile: that one stays.
    private async Task RemoveAsync(IEnumerable<LiveJob> jobs) => await clock.RemoveAsync(
        [.. jobs.Where(live => _jobs.TryRemove(KeyValuePair.Create(live.Job.Id, live))).Select(live => live.Job.Id)], CancellationToken.None);

    private async Task SetAsync(IReadOnlyCollection<LiveJob> jobs, CancellationToken cancel)
    {
        Add(jobs);
        await SetTriggersAsync(jobs, Task.CompletedTask, cancel);
    }

    private void Add(IReadOnlyCollection<LiveJob> jobs)
    {
        foreach (var job in jobs)
            _jobs[job.Job.Id] = job;
    }

    private async Task SetTriggersAsync(IReadOnlyCollection<LiveJob> jobs, Task written, CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(written, clock.SetAsync([.. jobs.Select(TimedJob.Of)], cancel));
        }
        catch when (!ledger.Cluster.IsShared)
        {
            // Those that all processes share may be there for another reason; what the ledger does not know does nothing.
            await clock.RemoveAsync([.. jobs.Select(job => job.Job.Id)], CancellationToken.None);
            throw;
        }
    }

    private async Task TakeAsync(LiveJob live, DateTimeOffset upTo)
    {
        if (!await _occurrences.TakeAsync(live, upTo))
            await EndAsync(live);
    }
}
