namespace JobQueue.Jobs;

/// <summary>One sending of a run's request.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Sent">When it began.</param>
/// <param name="Finished">When it was over; null while it is under way.</param>
/// <param name="Status">0 is no response, null is none yet, or cancelled.</param>
/// <param name="Error">Why it was no success.</param>
internal sealed record Attempt(int Number, DateTimeOffset Sent, DateTimeOffset? Finished, int? Status, string? Error);
