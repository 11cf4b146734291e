namespace JobQueue.Reliability.Checking;

/// <summary>A change of state of a run, as the ledger saw it; of each run in the order of the transactions.</summary>
/// <param name="RunId">The run.</param>
/// <param name="From">The state before; null when it was entered.</param>
/// <param name="To">The state after.</param>
/// <param name="IsClaimable">Whether the next free slot of its queue may take it.</param>
/// <param name="Attempt">Sendings, with this.</param>
/// <param name="Owner">The node that has it after; null for none, and for a ledger of one process.</param>
/// <param name="Before">The node that had it before; null likewise.</param>
/// <param name="Writer">The node that committed it; null where none did.</param>
/// <param name="IsWriterOut">Whether that node had been declared dead before the commit.</param>
/// <param name="At">When, not after the commit; of a ledger of one process it is not known.</param>
internal sealed record RunMove(
    string RunId, string? From, string To, bool IsClaimable = false, int Attempt = 0, string? Owner = null, string? Before = null,
    string? Writer = null, bool IsWriterOut = false, DateTimeOffset At = default);
