using System.Collections.Immutable;

namespace JobQueue.Scheduler.Loading;

/// <summary>How the crontabs are.</summary>
internal sealed record CrontabStatus
{
    /// <summary>The crontabs in force, as they were given.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>When the schedule in force was loaded; null where none was by this process.</summary>
    public DateTimeOffset? Loaded { get; init; }

    /// <summary>Jobs in the schedule in force.</summary>
    public int Jobs { get; init; }

    /// <summary>When a load last failed; null when the last was good.</summary>
    public DateTimeOffset? Failed { get; init; }

    /// <summary>Every fault of the last load; with any, the schedule before it is in force.</summary>
    public ImmutableArray<TextError> Errors { get; init; } = [];

    public ImmutableArray<TextWarning> Warnings { get; init; } = [];

    /// <summary>That of the warnings which says that crontabs of another process are in force in place of these; null where these are.</summary>
    public TextWarning? Superseded { get; init; }

    /// <summary>What the last good load changed; null where this process loaded nothing.</summary>
    public CrontabChanges? Changes { get; init; }

    public bool IsHealthy => Errors.IsEmpty;
}
