using JobQueue.Jobs.Sending;

namespace JobQueue.Scheduler.Crontab;

/// <summary>What crontabs are read against.</summary>
internal sealed record CrontabContext
{
    /// <summary>The zone of lines that name none.</summary>
    public required TimeZoneInfo DefaultZone { get; init; }

    /// <summary>The configured users; null where anyone is a user.</summary>
    public IReadOnlySet<string>? KnownUsers { get; init; }

    /// <summary>The configured targets; null where any name may be one.</summary>
    public Targets? Targets { get; init; }

    /// <summary>Reads the file of <c>-d @file</c>, given the crontab's path and the file's path as written. It says what may be read.</summary>
    public required Func<string, string, DataFile> ReadData { get; init; }

    /// <summary>
    /// Lines of an earlier load, by their text: one of the same text under the same settings is taken as it is. Null: all are read anew.
    /// </summary>
    public IReadOnlyDictionary<string, CrontabLine>? Known { get; init; }
}
