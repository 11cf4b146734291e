using System.Collections.Immutable;

namespace JobQueue.Scheduler.Crontab;

/// <summary>What all crontabs together say.</summary>
internal sealed record ParsedCrontab
{
    /// <summary>The lines that are jobs and have no fault, in the order of files and lines.</summary>
    public required ImmutableArray<CrontabLine> Lines { get; init; }

    /// <summary>Every fault of every file. With any, the whole is not to be used.</summary>
    public required ImmutableArray<TextError> Errors { get; init; }

    public required ImmutableArray<TextWarning> Warnings { get; init; }
}
