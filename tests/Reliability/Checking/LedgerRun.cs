namespace JobQueue.Reliability.Checking;

/// <summary>A row of <c>runs</c>, as the checker reads it.</summary>
/// <param name="Id">The run.</param>
/// <param name="JobId">Its recurring job; null for a one-time job.</param>
/// <param name="Due">When it was planned for; of a stretch, the first.</param>
/// <param name="State">As the ledger names it.</param>
/// <param name="Attempt">Sendings.</param>
/// <param name="Status">Of the last attempt; null for none.</param>
/// <param name="Until">Of a stretch of occurrences that did not run, the last; null for a run.</param>
/// <param name="Count">Occurrences it stands for.</param>
/// <param name="Cause">As the ledger names it.</param>
/// <param name="Uri">Where it goes.</param>
/// <param name="Queue">Its queue.</param>
/// <param name="Priority">Larger goes first.</param>
/// <param name="IsOnceOnly">Not sent again after a crash.</param>
/// <param name="Body">A hash of its body; null where that is not known.</param>
/// <param name="Order">Smaller was entered earlier.</param>
/// <param name="Crashes">How often the process ended while it ran.</param>
internal sealed record LedgerRun(
    string Id, string? JobId, DateTimeOffset Due, string State, int Attempt, int? Status, DateTimeOffset? Until = null, int Count = 1,
    string Cause = "schedule", string Uri = "/", string Queue = "default", int Priority = 0, bool IsOnceOnly = false, string? Body = null,
    long Order = 0, int Crashes = 0)
{
    internal bool IsOpen => IsOpenIn(State);

    /// <summary>Whether a run in this state is still to come to its end.</summary>
    internal static bool IsOpenIn(string state) => state is "scheduled" or "pending" or "running";
}
