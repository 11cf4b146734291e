namespace JobQueue.Reliability.Checking;

/// <summary>A change of state of a run, as the ledger's file saw it; in the order of the transactions.</summary>
/// <param name="RunId">The run.</param>
/// <param name="From">The state before; null when it was entered.</param>
/// <param name="To">The state after.</param>
/// <param name="IsClaimable">Whether the next free slot of its queue may take it.</param>
internal sealed record RunMove(string RunId, string? From, string To, bool IsClaimable = false);
