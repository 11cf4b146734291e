namespace JobQueue.Reliability.Checking;

/// <summary>What must not happen.</summary>
internal enum Fault
{
    /// <summary>Came due, or was acknowledged, and the ledger has no end of it.</summary>
    Lost,

    /// <summary>Received without a run in the ledger that was sent so often.</summary>
    Ghost,

    /// <summary>One occurrence, two runs.</summary>
    DupId,

    /// <summary>The ledger has a response that no target gave.</summary>
    Lie,

    /// <summary>A 201 was received, and the ledger does not know the job.</summary>
    Unacked,

    /// <summary>Received before it was due.</summary>
    Early,

    /// <summary>Received again although no crash and no status asked for it.</summary>
    Repeat,
}
