using JobQueue.Jobs;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;

namespace JobQueue.Scheduler;

/// <summary>What other processes do with the jobs of a ledger that they share.</summary>
internal sealed partial class Recurring
{
    // Beyond as many all are read by one statement.
    private const int MostLookedUp = 100;

    /// <summary>The first due of all that nothing was done about yet; null for none.</summary>
    /// <param name="late">What seems to be due for so long another process may have entered: then the ledger is asked.</param>
    internal async Task<DateTimeOffset?> EarliestDueAsync(TimeSpan late)
    {
        var before = time.GetUtcNow() - late;
        if (ledger.Cluster.IsShared)
            await ReadAnewAsync([.. _jobs.Values.Where(job => job.Next < before).Select(job => job.Job.Id)]);
        return _jobs.Values.Min(job => job.Next);
    }

    /// <summary>Takes a job as the ledger has it now, or all: another process has changed it. Its trigger is that one's business.</summary>
    /// <returns>The ids of those of them that are not removed, also where this version cannot read their schedule.</returns>
    internal async Task<HashSet<string>> SyncAsync(string id)
    {
        try
        {
            return id == Notice.All ? await ReadAllAnewAsync() : await ReadAnewAsync([id]);
        }
        finally
        {
            NoteChange();
        }
    }

    /// <summary>Brings the triggers that all processes share to what the ledger says.</summary>
    internal async Task<Reconciled> ReconcileAsync(CancellationToken cancel)
    {
        // Before the ledger: what another process sets after this look is not taken for one too many.
        var stored = await clock.StoredAsync(cancel);
        var known = await SyncAsync(Notice.All);
        return await clock.ReconcileAsync(stored, [.. _jobs.Values.Select(TimedJob.Of)], known, cancel);
    }

    // They are looked up beside others: one at each firing.
    private async Task<HashSet<string>> ReadAnewAsync(ICollection<string> ids)
    {
        if (ids.Count == 0)
            return [];
        if (ids.Count > MostLookedUp)
            return await ReadAllAnewAsync();
        var found = await ledger.ReadAsync(connection => ids.Select(id => JobReads.FindWithLastDue(connection, id)).ToList());
        await _gate.WaitAsync();
        try
        {
            return Sync(ids, [.. found.Where(job => job is not null).Select(job => job!.Value)]);
        }
        finally
        {
            _gate.Release();
        }
    }

    // With what has come to live here meanwhile.
    private async Task<HashSet<string>> ReadAllAnewAsync()
    {
        await _gate.WaitAsync();
        try
        {
            return Sync(_jobs.Keys, await ledger.ReadAsync(JobReads.AllWithLastDue));
        }
        finally
        {
            _gate.Release();
        }
    }

    // Who watches is not told of a change here: a notice of it comes from who made it. The trigger is set to the next due already: what is
    // not entered now would be missed.
    private async Task<bool> TrySyncAsync(string id)
    {
        try
        {
            await ReadAnewAsync([id]);
            return true;
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            return false;
        }
    }

    // The ledger has it already, and who asked for it is told so; the node that reconciles gives the clock its triggers.
    private async Task FollowAsync(Task triggers)
    {
        try
        {
            await triggers;
        }
        catch (Exception e) when (ledger.Cluster.IsShared && QuartzClock.IsPassing(e))
        {
            clock.TellBehind(e);
        }
    }

    private HashSet<string> Sync(ICollection<string> ids, List<(RecurringJob Job, DateTimeOffset? LastDue)> found)
    {
        foreach (var (job, last) in found)
            Sync(job, last);
        var known = found.Where(job => job.Job.State != JobState.Removed).Select(job => job.Job.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in ids.Where(id => !known.Contains(id)))
            _jobs.TryRemove(gone, out _);
        return known;
    }

    private void Sync(RecurringJob job, DateTimeOffset? last)
    {
        var live = Find(job.Id);
        var after = last > job.Anchor ? last.Value : job.Anchor;
        if (job.State == JobState.Removed)
            _jobs.TryRemove(job.Id, out _);
        else if (live is not null && IsTimedAs(live.Job, job))
        {
            live.Job = job;
            live.NoteTaken(after);
        }
        else if (LiveJob.From(job, after) is { } next)
            _jobs[job.Id] = next;
        else
            _jobs.TryRemove(job.Id, out _);
    }

    private static bool IsTimedAs(RecurringJob one, RecurringJob other) =>
        (one.Schedule, one.TimeZone, one.Anchor, one.Policy.Jitter, one.Identity) == (other.Schedule, other.TimeZone, other.Anchor, other.Policy.Jitter, other.Identity);
}
