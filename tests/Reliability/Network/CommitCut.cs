namespace JobQueue.Reliability.Network;

/// <summary>What becomes of a connection on which a COMMIT was sent, and its answer not yet read. The server gets it in any case.</summary>
internal enum CommitCut
{
    /// <summary>The client's side is reset.</summary>
    Reset,

    /// <summary>Nothing comes any more, and nobody says so.</summary>
    Silence,
}
