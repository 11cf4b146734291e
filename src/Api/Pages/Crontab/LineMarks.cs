using JobQueue.Scheduler.Crontab;

namespace JobQueue.Api.Pages.Crontab;

/// <summary>What became of the lines of one file.</summary>
internal sealed class LineMarks(string file, ParsedCrontab parsed)
{
    private static readonly char[] Blanks = [' ', '\t'];

    private readonly Dictionary<int, CrontabLine> _jobs = parsed.Lines.Where(line => line.File == file).ToDictionary(line => line.Line);

    private readonly ILookup<int, LineFault> _faults = parsed.Errors.Where(error => error.File == file)
        .Select(error => (
            error.Line, Fault: new LineFault(error.Column, $"found {error.Found}, expected {error.Expected}", IsWarning: false)))
        .Concat(parsed.Warnings.Where(warning => warning.File == file)
            .Select(warning => (warning.Line, Fault: new LineFault(warning.Column, warning.Message, IsWarning: true))))
        .ToLookup(fault => fault.Line, fault => fault.Fault);

    /// <summary>A line with its mark.</summary>
    /// <param name="number">From 1.</param>
    /// <param name="text">As it stands there.</param>
    /// <param name="jobOf">The job of an entry; null where it is not in force.</param>
    internal LineView Of(int number, string text, Func<CrontabLine, LineJob?> jobOf)
    {
        IReadOnlyList<LineFault> faults = [.. _faults[number]];
        var entry = _jobs.GetValueOrDefault(number);
        var start = text.AsSpan().TrimStart(Blanks);
        var kind = faults.Any(fault => !fault.IsWarning) ? LineKind.Error
            : start is [] or ['#', ..] ? LineKind.Comment
            : entry is null ? LineKind.Setting
            : LineKind.Job;
        return new LineView(number, text, kind, entry is null ? null : jobOf(entry), faults);
    }
}
