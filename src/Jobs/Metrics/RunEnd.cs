namespace JobQueue.Jobs.Metrics;

/// <summary>The end of a run, or of several occurrences at once.</summary>
/// <param name="State">A final one.</param>
/// <param name="Queue">The run's.</param>
/// <param name="Count">Of occurrences.</param>
/// <param name="Duration">Of all attempts, with the waits between them; null where it was not sent, or nobody knows.</param>
internal readonly record struct RunEnd(RunState State, string Queue, long Count, TimeSpan? Duration);
