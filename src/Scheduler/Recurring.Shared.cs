using JobQueue.Jobs;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;

namespace JobQueue.Scheduler;

/// <summary>What other processes do with the jobs of a ledger that they share.</summary>
internal sealed partial class Recurring
{
    /// <summary>The first due of all that nothing was done about yet; null for none.</summary>
    /// <param name="late">What seems to be due for so long another process may have entered: then the ledger is asked.</param>
    internal async Task<DateTimeOffset?> EarliestDueAsync(TimeSpan late)
    {
        if (ledger.Cluster.IsShared && EarliestKnown() < time.GetUtcNow() - late)
            await SyncAsync(Notice.All);
        return EarliestKnown();
    }

    /// <summary>Takes a job as the ledger has it now, or all: another process has changed it. Its trigger is that one's business.</summary>
    /// <returns>The ids of those of them that are not removed, also where this version cannot read their schedule.</returns>
    internal async Task<HashSet<string>> SyncAsync(string id)
    {
        var isAll = id == Notice.All;
        // One is looked up at each firing, beside others.
        List<(RecurringJob Job, DateTimeOffset? LastDue)> found = [];
        if (!isAll && await ledger.ReadAsync(connection => JobReads.FindWithLastDue(connection, id)) is { } one)
            found.Add(one);
        await _gate.WaitAsync();
        try
        {
            // All, with what has come to live here meanwhile.
            if (isAll)
                found = await ledger.ReadAsync(JobReads.AllWithLastDue);
            foreach (var (job, last) in found)
                Sync(job, last);
            var known = found.Where(job => job.Job.State != JobState.Removed).Select(job => job.Job.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var gone in (isAll ? _jobs.Keys : [id]).Where(key => !known.Contains(key)))
                _jobs.TryRemove(gone, out _);
            return known;
        }
        finally
        {
            _gate.Release();
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

    private DateTimeOffset? EarliestKnown() => _jobs.Values.Min(job => job.Next);

    // The trigger is set to the next due already: what is not entered now would be missed.
    private async Task<bool> TrySyncAsync(string id)
    {
        try
        {
            await SyncAsync(id);
            return true;
        }
        catch (LedgerException e) when (e.IsPassing)
        {
            return false;
        }
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
