using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Crontab;

/// <summary>A job as a line of a crontab defines it.</summary>
internal sealed record CrontabLine
{
    public required string File { get; init; }

    /// <summary>The line's number, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The line as it stands in the file.</summary>
    public required string Text { get; init; }

    /// <summary><see cref="Schedule.Text"/> of the schedule.</summary>
    public required string ScheduleText { get; init; }

    /// <summary>When it is due. The grid of <c>@every</c> is anchored at the Unix epoch until it gets its own.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>The zone in force.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>What is sent, with the user it runs as.</summary>
    public required JobRequest Request { get; init; }

    /// <summary>The settings in force, and the line's own options over them.</summary>
    public required JobPolicy Policy { get; init; }

    /// <summary>The job's name, else a hash of schedule, zone, user, target and request; equal lines end in -2, -3 ...</summary>
    public required string Identity { get; init; }

    /// <summary>Changes with everything that defines the job: the line, the settings in force, the zone, the content of data files.</summary>
    public required string Fingerprint { get; init; }

    /// <summary><see cref="SettingsInForce.Text"/> of the settings in force.</summary>
    public required string Settings { get; init; }

    /// <summary>Whether the same text may say something else another time, or should be warned of again: it names a file, or there was a warning.</summary>
    public required bool IsReadAnew { get; init; }
}
