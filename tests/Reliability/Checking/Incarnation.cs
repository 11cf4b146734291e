namespace JobQueue.Reliability.Checking;

/// <summary>A life of a process in the cluster: the owner of what it runs, until it has ended or was declared dead.</summary>
/// <param name="Id">The owner in runs.</param>
/// <param name="Process">Its id; a process that was declared dead comes back under another owner.</param>
/// <param name="Started">When it joined.</param>
/// <param name="Ended">When it ended or was declared dead; null: not yet.</param>
/// <param name="Reason">Why it ended, as the ledger says it; null: not yet.</param>
internal sealed record Incarnation(string Id, int Process, DateTimeOffset Started, DateTimeOffset? Ended, string? Reason = null);
