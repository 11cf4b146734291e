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

    /// <summary>One Idempotency-Key, two jobs.</summary>
    DupKey,

    /// <summary>Received again although it was not in flight at a crash, and no status asked for it.</summary>
    DupSend,

    /// <summary>Received again after a crash although its job says <c>--on-crash never</c>.</summary>
    Never,

    /// <summary>Ended twice, or left its end again.</summary>
    TwoEnds,

    /// <summary>The ledger has a response that no target gave, or sent another body than it has.</summary>
    Lie,

    /// <summary>A 201 was received, and the ledger does not know the job.</summary>
    Unacked,

    /// <summary>Received before it was due.</summary>
    Early,

    /// <summary>Two of a queue of one at once, or one that was not first.</summary>
    Order,

    /// <summary>More of a queue with a rate began than it lets.</summary>
    Rate,

    /// <summary>Written by a node that had been declared dead, or past the fence.</summary>
    Zombie,

    /// <summary>Taken from a node that was alive.</summary>
    Stolen,

    /// <summary>In flight at a crash of a node, and not taken over in time.</summary>
    Stuck,

    /// <summary>Came due while a node and the database were there, and was not entered in time.</summary>
    Late,
}
