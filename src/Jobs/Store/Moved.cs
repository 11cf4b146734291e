namespace JobQueue.Jobs.Store;

/// <summary>How much of a ledger was moved.</summary>
/// <param name="Runs">One-time jobs among them.</param>
/// <param name="Jobs">Recurring ones, removed ones among them.</param>
/// <param name="Rows">Of all tables together.</param>
internal sealed record Moved(long Runs, long Jobs, long Rows);
