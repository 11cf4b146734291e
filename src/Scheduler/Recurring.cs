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
    private readonly ConcurrentDictionary<string, LiveJob> _jobs = new(StringComparer.Ordinal);

    internal int Count => _jobs.Count;

    internal IEnumerable<LiveJob> All => _jobs.Values;

    internal LiveJob? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>The next due of a job after now; null for one that is removed, or never due by time.</summary>
    internal DateTimeOffset? NextDue(string id) => Find(id)?.Schedule.NextAfter(time.GetUtcNow());

    /// <summary>Lets a job live, or live on with another definition. With <paramref name="after"/> null its trigger stays as it is.</summary>
    internal async Task SetAsync(LiveJob job, DateTimeOffset? after, CancellationToken cancel)
    {
        _jobs[job.Job.Id] = job;
        if (after is { } from)
            await clock.SetAsync(job.Job.Id, job.Schedule, from, cancel);
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
        if (LiveJob.From(job) is not { } live)
            return;
        var known = await ledger.ReadAsync(connection => JobWrites.LastDue(connection, job.Id)) is { } last && last > job.Anchor ? last : job.Anchor;
        var lateFrom = time.GetUtcNow() - options.MissedAfter;
        var (first, until, count) = Missed(live.Schedule, known, lateFrom);
        if (count > 0)
            await ledger.WriteAsync(connection =>
            {
                JobWrites.NotRun(connection, RunOf(live.Job, first), RunState.Missed, "nothing ran at that time (catch-up none)", until, count);
                return true;
            });
        await SetAsync(live, count > 0 ? until : known, cancel);
    }

    /// <summary>Enters the run of a job that is due.</summary>
    internal async Task DueAsync(string jobId, DateTimeOffset due)
    {
        if (Find(jobId) is not { } live)
            return;
        var run = RunOf(live.Job, due);
        if (time.GetUtcNow() - due > options.MissedAfter && live.Schedule is not RebootSchedule)
        {
            await ledger.WriteAsync(connection =>
            {
                JobWrites.NotRun(connection, run, RunState.Missed, "nothing ran at that time (catch-up none)", due, 1);
                return true;
            });
            return;
        }

        var entered = await queue.EnterAsync(
            run, (connection, entry, owner) => JobWrites.Occur(connection, jobId, entry, owner), occurrence => occurrence == Occurrence.Entered);
        if (entered == Occurrence.JobGone)
            await RemoveAsync([jobId], CancellationToken.None);
    }

    /// <summary>Makes the <c>@reboot</c> jobs due, once a process.</summary>
    internal async Task RebootAsync()
    {
        var now = time.GetUtcNow();
        foreach (var job in All.Where(job => job.Schedule is RebootSchedule).ToList())
            await DueAsync(job.Job.Id, now);
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

    private static (DateTimeOffset First, DateTimeOffset Until, int Count) Missed(Schedule schedule, DateTimeOffset known, DateTimeOffset lateFrom)
    {
        var (first, until, count) = (known, known, 0);
        for (var due = schedule.NextAfter(known); due < lateFrom; due = schedule.NextAfter(until))
        {
            first = count == 0 ? due.Value : first;
            until = due.Value;
            count++;
        }

        return (first, until, count);
    }
}
