using JobQueue.Jobs.Sending;

namespace JobQueue.Scheduler;

/// <summary>What the scheduler is told.</summary>
internal sealed record SchedulerOptions
{
    // Nothing begins in the very instant it is due.
    private static readonly TimeSpan LeastLate = TimeSpan.FromSeconds(1);

    /// <summary>Overdue by at most this is late, and runs; older is missed. Default 5 minutes.</summary>
    internal TimeSpan MissedAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What is overdue by at most this runs.</summary>
    internal TimeSpan LateFor => MissedAfter > LeastLate ? MissedAfter : LeastLate;

    /// <summary>How many missed occurrences of a job run with catch-up <c>all</c>: the last ones. Default 100.</summary>
    internal int CatchUpLimit { get; init; } = 100;

    /// <summary>The zone of schedules that name none. Default the machine's.</summary>
    internal TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Local;

    /// <summary>The crontabs; empty for jobs.crontab in the working folder, if there is one.</summary>
    internal IReadOnlyList<string> Crontabs { get; init; } = [];

    /// <summary>Whether a crontab is read whoever may write it. Default false.</summary>
    internal bool AllowsWritableCrontab { get; init; }

    /// <summary>Stands in for a crontab where there is none; null for no jobs then.</summary>
    internal string? BuiltInCrontab { get; init; }

    /// <summary>The configured users; null where anyone is a user.</summary>
    internal IReadOnlySet<string>? Users { get; init; }

    /// <summary>The configured targets. Default none.</summary>
    internal Targets Targets { get; init; } = Targets.None;

    /// <summary>Whether there is a mail server. Default false.</summary>
    internal bool HasMailServer { get; init; }

    /// <summary>Whether jobs of the API may name any public address. Default false.</summary>
    internal bool AllowsFreeUrls { get; init; }
}
