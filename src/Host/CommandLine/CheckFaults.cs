using JobQueue.Scheduler.Crontab;

namespace JobQueue.Host.CommandLine;

/// <summary>The errors and warnings of crontabs, each with its line and a mark under its column.</summary>
internal static class CheckFaults
{
    /// <summary>Prints those of files that cannot be read, then file by file in the order of their lines.</summary>
    internal static void Print(IReadOnlyList<CrontabSource> sources, ParsedCrontab parsed, TextWriter error)
    {
        var faults = parsed.Errors.Select(e => (File: e.File!, e.Line, e.Column, Text: e.ToString()))
            .Concat(parsed.Warnings.Select(w => (w.File, w.Line, w.Column, Text: w.ToString())))
            .ToLookup(fault => fault.File);
        var unread = parsed.Errors.Select(e => e.File!).Distinct().Except(sources.Select(source => source.Path));
        foreach (var fault in unread.SelectMany(file => faults[file]))
            error.WriteLine(fault.Text);
        foreach (var source in sources.Where(source => faults.Contains(source.Path)))
        {
            string[] lines = [.. CrontabText.Lines(source.Text)];
            foreach (var (_, line, column, text) in faults[source.Path].OrderBy(fault => fault.Line).ThenBy(fault => fault.Column))
            {
                error.WriteLine(text);
                if (line >= 1 && line <= lines.Length)
                    Caret.Print(error, lines[line - 1], column);
            }
        }
    }
}
