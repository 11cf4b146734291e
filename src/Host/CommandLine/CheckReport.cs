using JobQueue.Scheduler;
using JobQueue.Scheduler.Crontab;

namespace JobQueue.Host.CommandLine;

/// <summary>All that <c>check</c> has to say.</summary>
internal sealed record CheckReport
{
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The files that could be read.</summary>
    public required IReadOnlyList<CrontabSource> Sources { get; init; }

    public required IReadOnlyList<TextError> Errors { get; init; }

    public required IReadOnlyList<TextWarning> Warnings { get; init; }

    /// <summary>The lines without fault.</summary>
    public required IReadOnlyList<CheckedJob> Jobs { get; init; }

    /// <summary>Of good files only: with errors there is no telling.</summary>
    public required CrowdedMinutes? SameMinute { get; init; }

    internal static CheckReport Of(
        IReadOnlyList<string> files,
        IReadOnlyList<(CrontabSource? Source, TextError? Fault)> read,
        CrontabContext context,
        DateTimeOffset from,
        int sameMinute)
    {
        CrontabSource[] sources = [.. read.Select(file => file.Source).OfType<CrontabSource>()];
        var parsed = CrontabParser.Parse(sources, context);
        TextError[] errors = [.. read.Select(file => file.Fault).OfType<TextError>(), .. parsed.Errors];
        var jobs = CheckedSchedule.Jobs(parsed.Lines, from);
        return new()
        {
            Files = files,
            Sources = sources,
            Errors = errors,
            Warnings = [.. parsed.Warnings, .. jobs.Where(job => job.IsNeverDue).Select(NeverDue)],
            Jobs = jobs,
            SameMinute = errors.Length == 0 ? CrowdedMinutes.Of(parsed.Lines, from, sameMinute) : null,
        };
    }

    private static TextWarning NeverDue(CheckedJob job)
    {
        var blanks = job.Line.Text.Length - job.Line.Text.TrimStart().Length;
        return new(job.Line.File, job.Line.Line, blanks + 1, "never due: there is no time before the year 10000");
    }
}
