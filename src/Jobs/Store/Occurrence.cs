namespace JobQueue.Jobs.Store;

/// <summary>What became of a due occurrence.</summary>
internal enum Occurrence
{
    /// <summary>It is a run now.</summary>
    Entered,

    /// <summary>It is a run that waits for the one before it.</summary>
    Waits,

    /// <summary>It does not run; a row says why.</summary>
    Skipped,

    /// <summary>The ledger has it already.</summary>
    Known,

    /// <summary>There is no such job any more.</summary>
    JobGone,
}
