using JobQueue.Scheduler.Crontab;

namespace JobQueue.Host.CommandLine;

/// <summary>The errors and warnings of crontabs, each with its line and a mark under its column.</summary>
internal static class CheckFaults
{
    private const string Spread = "~ or --jitter spreads them";

    /// <summary>Prints those of files that cannot be read, then file by file in the order of their lines; last, how many.</summary>
    internal static void Print(CheckReport report, TextWriter error)
    {
        var faults = report.Errors.Select(e => (File: e.File!, e.Line, e.Column, Text: e.ToString()))
            .Concat(report.Warnings.Select(w => (w.File, w.Line, w.Column, Text: w.ToString())))
            .ToLookup(fault => fault.File);
        var unread = report.Errors.Select(e => e.File!).Distinct().Except(report.Sources.Select(source => source.Path));
        foreach (var fault in unread.SelectMany(file => faults[file]))
            error.WriteLine(ScreenText.Harmless(fault.Text));
        foreach (var source in report.Sources.Where(source => faults.Contains(source.Path)))
        {
            string[] lines = [.. CrontabText.Lines(source.Text)];
            foreach (var (_, line, column, text) in faults[source.Path].OrderBy(fault => fault.Line).ThenBy(fault => fault.Column))
            {
                error.WriteLine(ScreenText.Harmless(text));
                if (line >= 1 && line <= lines.Length)
                    Caret.Print(error, lines[line - 1], column);
            }
        }

        if (report.Errors.Count > 0)
            error.WriteLine(Summary(report.Errors.Count, report.Warnings.Count));
        if (report.SameMinute is { Count: > 0 } crowded)
            Print(crowded, error);
    }

    private static void Print(CrowdedMinutes crowded, TextWriter error)
    {
        var minutes = Count(crowded.Count, "minute");
        var more = $"more than {Count(crowded.Limit, "job")} {(crowded.Limit == 1 ? "is" : "are")} due within one minute";
        error.WriteLine($"warning: {more}, in {minutes} of 24 hours; {Spread}");
        foreach (var (minute, jobs) in crowded.Worst)
            error.WriteLine($"  {minute}  {jobs} jobs");
    }

    private static string Summary(int errors, int warnings) =>
        warnings == 0 ? Count(errors, "error") : $"{Count(errors, "error")}, {Count(warnings, "warning")}";

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? "" : "s")}";
}
