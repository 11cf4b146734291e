using System.Collections.Immutable;

namespace JobQueue.Scheduler.Loading;

/// <summary>How the crontabs are.</summary>
internal sealed record CrontabStatus
{
    /// <summary>The crontabs in force, as they were given.</summary>
    public ImmutableArray<string> Files { get; init; } = [];

    /// <summary>When the schedule in force was loaded; null where none was by this process.</summary>
    public DateTimeOffset? Loaded { get; init; }

    /// <summary>When a load last failed; null when the last was good.</summary>
    public DateTimeOffset? Failed { get; init; }

    /// <summary>Every fault of the last load; with any, the schedule before it is in force.</summary>
    public ImmutableArray<TextError> Errors { get; init; } = [];

    /// <summary>Whose crontabs are in force in place of these; null where these are.</summary>
    public string? Superseded { get; init; }

    /// <summary>What is to be said of the text.</summary>
    public ImmutableArray<TextWarning> TextWarnings { get; init; } = [];

    /// <summary>All that is to be said, though nothing is wrong.</summary>
    public ImmutableArray<TextWarning> Warnings => Superseded is null ? TextWarnings : [NotInForce(Superseded), .. TextWarnings];

    /// <summary>What the last good load changed; null where this process loaded nothing.</summary>
    public CrontabChanges? Changes { get; init; }

    public bool IsHealthy => Errors.IsEmpty;

    private TextWarning NotInForce(string superseded) => new(
        Files is [var file, ..] ? file : CrontabLoader.BuiltIn, 1, 1, $"not in force: {superseded}; save this one anew to bring it into force");
}
