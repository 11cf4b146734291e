namespace JobQueue.Jobs.Store;

/// <summary>Looks for the job that somebody means, recurring or one-time.</summary>
internal static class JobLookup
{
    /// <summary>
    /// The job of this id; else of those of this name the one that is not done, else the newest. Of a removed recurring job and a one-time job
    /// that is done, that is the one which had the name last; but a line that stands in a crontab keeps its name.
    /// </summary>
    /// <returns>One of the two, or neither.</returns>
    internal static (RecurringJob? Recurring, Run? OneTime) Find(LedgerConnection ledger, string idOrName)
    {
        if (JobReads.Find(ledger, idOrName) is { } recurringOfId)
            return (recurringOfId, null);
        if (RunReads.OneTime(ledger, idOrName) is { } oneTimeOfId)
            return (null, oneTimeOfId);
        var recurring = JobReads.OfName(ledger, idOrName);
        if (recurring is { State: not JobState.Removed })
            return (recurring, null);
        var oneTime = RunReads.OneTimeOfName(ledger, idOrName);
        if (oneTime is null)
            return (recurring, null);
        return recurring is not null && oneTime.State.IsFinal() && (recurring.KeepsName || IsNewer(recurring.Id, oneTime.Id))
            ? (recurring, null)
            : (null, oneTime);
    }

    // Ids are UUIDv7.
    private static bool IsNewer(string id, string other) => string.CompareOrdinal(id, other) > 0;
}
