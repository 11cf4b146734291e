namespace JobQueue.Jobs.Store;

/// <summary>The runs that came to an end of one kind in one minute.</summary>
/// <param name="Minute">Its beginning.</param>
/// <param name="State">The final state.</param>
/// <param name="Runs">How many; of stretches that were skipped or missed, the occurrences.</param>
/// <param name="LateMs">From due to first attempt, of all together.</param>
/// <param name="LateMaxMs">The longest of these.</param>
/// <param name="DurationMs">Of the last attempts, of all together.</param>
/// <param name="DurationMaxMs">The longest of these.</param>
internal sealed record RunMinute(
    DateTimeOffset Minute, RunState State, long Runs, long LateMs, long LateMaxMs, long DurationMs, long DurationMaxMs);
