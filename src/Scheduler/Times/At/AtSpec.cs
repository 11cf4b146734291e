namespace JobQueue.Scheduler.Times.At;

/// <summary>A time of at(1) as it is written; what it means depends on the present time.</summary>
internal readonly record struct AtSpec
{
    /// <summary>Whether it begins with now; then it has neither a time nor a day.</summary>
    internal bool IsNow { get; init; }

    /// <summary>00:00 to 24:59; null for the present time of day.</summary>
    internal TimeSpan? Clock { get; init; }

    internal bool IsUtc { get; init; }

    internal AtDay Day { get; init; }

    /// <summary>The unit of the increment; null where there is none.</summary>
    internal AtUnit? Unit { get; init; }

    /// <summary>The units of the increment, below 0 for a decrement.</summary>
    internal long Count { get; init; }

    /// <summary>Where the increment's number stands; the start of the text where there is none.</summary>
    internal int CountStart { get; init; }
}
