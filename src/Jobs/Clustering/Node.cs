namespace JobQueue.Jobs.Clustering;

/// <summary>A process that works on the ledger, or did.</summary>
internal sealed record Node
{
    /// <summary>The owner of the runs it sends.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it: the machine's name, or as configured.</summary>
    public required string Name { get; init; }

    public required long ProcessId { get; init; }

    /// <summary>Of jobqueue.</summary>
    public required string Version { get; init; }

    public required DateTimeOffset Started { get; init; }

    /// <summary>Its last heartbeat, by the clock of the database; null where nobody looks for it.</summary>
    public DateTimeOffset? Seen { get; init; }

    /// <summary>How long ago that was.</summary>
    public TimeSpan? SeenAgo { get; init; }

    /// <summary>How far its clock is ahead of the database's.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>Whether it was there first of those that live.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Whether it is this process.</summary>
    public bool IsThis { get; init; }

    /// <summary>Runs that it sends.</summary>
    public long Running { get; init; }

    /// <summary>When it stopped, or was declared dead; null while it lives.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Why it ended.</summary>
    public string? Reason { get; init; }
}
