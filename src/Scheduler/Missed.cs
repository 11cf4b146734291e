namespace JobQueue.Scheduler;

/// <summary>A stretch of occurrences that did not run because nothing ran.</summary>
/// <param name="First">Its first due.</param>
/// <param name="Until">Its last due.</param>
/// <param name="Count">How many it has.</param>
internal sealed record Missed(DateTimeOffset First, DateTimeOffset Until, long Count);
