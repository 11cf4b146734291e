namespace JobQueue.Jobs.Store;

/// <summary>The crontabs that are in force for all processes that work on the ledger.</summary>
/// <param name="Hash">Of what they say.</param>
/// <param name="Written">When the newest of the files was saved, as far as its time is not in the future.</param>
/// <param name="Loaded">When they came into force.</param>
/// <param name="Node">Who loaded them.</param>
internal sealed record CrontabRevision(string Hash, DateTimeOffset Written, DateTimeOffset Loaded, string Node)
{
    /// <summary>Whether these, which are about to be loaded, take the place of others.</summary>
    /// <param name="other">Those in force.</param>
    /// <param name="isNew">Whether they are new to who loads them: of two that were saved at the same instant these are in force then.</param>
    internal bool IsAfter(CrontabRevision other, bool isNew)
    {
        // Versions before this one kept times in the future.
        var written = other.Written > Loaded ? other.Loaded : other.Written;
        return Written > written || (isNew && Written == written);
    }
}
