using JobQueue.Jobs.Policy;
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

    /// <summary>Whether there is a mail server. Without one, who asks for mail is warned. Default false.</summary>
    public bool HasMailServer { get; init; }

    /// <summary>Reads the file of <c>-d @file</c>, given the crontab's path and the file's path as written. It says what may be read.</summary>
    public required Func<string, string, DataFile> ReadData { get; init; }

    /// <summary>
    /// Lines of an earlier load, by their text: one of the same text under the same settings is taken as it is. Null: all are read anew.
    /// </summary>
    public IReadOnlyDictionary<string, CrontabLine>? Known { get; init; }

    /// <summary>Reports a warning for a value without effect.</summary>
    internal void ReportDoubt(PolicyOption option, JobPolicy policy, int column, LineReport report)
    {
        if (option.NeedsMailServer && !HasMailServer && option.Print(policy) is not null)
            report.Warning(column, $"{option.Setting} sends no mail: there is no JobQueue:Mail:Host in the configuration");
    }
}
