namespace JobQueue.Jobs.Metrics;

/// <summary>The end of a run, or of several occurrences at once.</summary>
/// <param name="At">When.</param>
/// <param name="State">A final one.</param>
/// <param name="Queue">The run's.</param>
/// <param name="Count">Of occurrences.</param>
internal readonly record struct Ending(DateTimeOffset At, RunState State, string Queue, long Count = 1)
{
    /// <summary>From due to first attempt; null where it was not sent.</summary>
    public TimeSpan? Late { get; init; }

    /// <summary>Of all attempts, with the waits between them; null where it was not sent, or nobody knows.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Of the last attempt; null where it was not sent.</summary>
    public TimeSpan? LastAttempt { get; init; }
}
