namespace JobQueue.Jobs.Store;

/// <summary>The crontabs that are in force for all processes that work on the ledger.</summary>
/// <param name="Hash">Of what they say.</param>
/// <param name="Written">When the newest of the files was saved.</param>
/// <param name="Loaded">When they came into force.</param>
/// <param name="Node">Who loaded them.</param>
internal sealed record CrontabRevision(string Hash, DateTimeOffset Written, DateTimeOffset Loaded, string Node)
{
    /// <summary>Whether these take the place of others. Of two that were saved at the same instant everybody chooses the same.</summary>
    internal bool IsAfter(CrontabRevision other) =>
        Written != other.Written ? Written > other.Written : string.CompareOrdinal(Hash, other.Hash) > 0;
}
