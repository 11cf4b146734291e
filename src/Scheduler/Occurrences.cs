using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;

namespace JobQueue.Scheduler;

/// <summary>Brings what is due of a job into the ledger: each occurrence once, in order, whatever fires how often.</summary>
internal sealed class Occurrences(Ledger ledger, RunQueue queue, TimeProvider time, SchedulerOptions options)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    /// <summary>A run of a job, with neither state nor attempt.</summary>
    internal static Run RunOf(RecurringJob job, DateTimeOffset due, DateTimeOffset now) => new()
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
        IsConfined = job.Source == RecurringJob.ApiSource,
        Depth = job.Depth,
    };

    /// <summary>Enters all that is due of a job and was not taken yet.</summary>
    /// <param name="live">The job.</param>
    /// <param name="upTo">The last due.</param>
    /// <returns>Whether the ledger still has the job.</returns>
    internal async Task<bool> TakeAsync(LiveJob live, DateTimeOffset upTo)
    {
        while (true)
        {
            List<(DateTimeOffset First, Task<bool> Written)> writes;
            // Firings overlap: what one takes is on its way to the ledger before another takes what comes after it.
            lock (live.Turn)
                writes = Write(live, live.Take(upTo, time.GetUtcNow() - options.LateFor, options.CatchUpLimit));
            var (refused, isThere) = await SettleAsync(writes);
            if (refused is not { } first)
                return isThere;
            // From there on in order once more: the ledger knows what it has taken.
            live.PutBack(first);
            await Task.Delay(BetweenTries, time);
        }
    }

    /// <summary>Enters an occurrence.</summary>
    /// <param name="job">The job.</param>
    /// <param name="due">When it is due.</param>
    /// <param name="isCaughtUp">Whether it waits for the runs before it instead of being skipped.</param>
    /// <returns>Whether the ledger still has the job.</returns>
    internal async Task<bool> EnterAsync(RecurringJob job, DateTimeOffset due, bool isCaughtUp)
    {
        var entered = await queue.EnterAsync(
            RunOf(job, due, time.GetUtcNow()),
            (connection, entry, owner) => JobWrites.Occur(connection, job.Id, entry, owner, isCaughtUp),
            occurred => occurred.What == Occurrence.Entered,
            Locks.OfJob(job.Id));
        await queue.GiveUpAsync(entered, who: null);
        return entered.What != Occurrence.JobGone;
    }

    // Each is put on its way to the ledger in order.
    private List<(DateTimeOffset First, Task<bool> Written)> Write(LiveJob live, Dues dues)
    {
        var writes = new List<(DateTimeOffset First, Task<bool> Written)>();
        if (dues.Missed is { } missed)
            writes.Add((missed.First, MissAsync(live, missed)));
        foreach (var due in dues.Runs)
            writes.Add((due, EnterAsync(live.Job, due, dues.AreCaughtUp)));
        return writes;
    }

    private static async Task<(DateTimeOffset? Refused, bool IsThere)> SettleAsync(List<(DateTimeOffset First, Task<bool> Written)> writes)
    {
        DateTimeOffset? refused = null;
        var isThere = true;
        foreach (var (first, written) in writes)
        {
            try
            {
                isThere &= await written;
            }
            catch (LedgerException e) when (e.IsPassing)
            {
                refused ??= first;
            }
        }

        return (refused, isThere);
    }

    private async Task<bool> MissAsync(LiveJob live, Missed missed)
    {
        var job = live.Job;
        var now = time.GetUtcNow();
        var reason = $"nothing ran at that time (catch-up {Word.Of(job.Policy.CatchUp)})";
        await ledger.WriteAsync(
            connection =>
            {
                JobWrites.Lock(connection, job.Id);
                var rest = missed.After(JobReads.LastDue(connection, job.Id, missed.Until), live.Schedule);
                if (rest is not null)
                    JobWrites.NotRun(connection, RunOf(job, rest.First, now), RunState.Missed, reason, rest.Until, rest.Count);
                return rest is not null;
            },
            Locks.OfJob(job.Id));
        return true;
    }
}
