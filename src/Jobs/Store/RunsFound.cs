namespace JobQueue.Jobs.Store;

/// <summary>A page of the run history.</summary>
/// <param name="Runs">The newest first.</param>
/// <param name="Next">Where the next page begins; null where nothing is left.</param>
/// <param name="SearchedBackTo">
/// The due of the last run that was looked at, where the search ended before the page was full; null where it did not.
/// </param>
internal sealed record RunsFound(IReadOnlyList<Run> Runs, RunCursor? Next, DateTimeOffset? SearchedBackTo);
