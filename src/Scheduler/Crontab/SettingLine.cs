namespace JobQueue.Scheduler.Crontab;

/// <summary>A line <c>name = value</c>, read as cronie does: either side may be quoted, nothing is expanded.</summary>
/// <param name="Name">The name.</param>
/// <param name="NameColumn">Where it begins, from 1.</param>
/// <param name="Value">The value, which may be empty.</param>
/// <param name="ValueColumn">Where it begins.</param>
internal sealed record SettingLine(string Name, int NameColumn, string Value, int ValueColumn)
{
    /// <summary>The setting; null where the line is none, or where it is one with a fault, which is reported.</summary>
    /// <param name="line">The line.</param>
    /// <param name="start">Its first character that is not blank.</param>
    /// <param name="report">Takes the fault.</param>
    /// <param name="isSetting">Whether a name and <c>=</c> begin the line.</param>
    internal static SettingLine? Read(string line, int start, LineReport report, out bool isSetting)
    {
        var at = start;
        var name = NameAt(line, ref at);
        SkipBlanks(line, ref at);
        isSetting = !name.IsEmpty && at < line.Length && line[at] == '=';
        if (!isSetting)
            return null;
        at++;
        SkipBlanks(line, ref at);
        var valueColumn = at + (IsQuoteAt(line, at) ? 2 : 1);
        return ReadValue(line, at, report) is { } value ? new SettingLine(name.ToString(), start + 1, value, valueColumn) : null;
    }

    private static ReadOnlySpan<char> NameAt(string line, ref int at)
    {
        var start = at;
        if (IsQuoteAt(line, at))
        {
            var close = line.IndexOf(line[at], at + 1);
            at = close < 0 ? line.Length : close + 1;
            return close < 0 ? [] : line.AsSpan((start + 1)..close);
        }

        var end = line.AsSpan(at).IndexOfAny(' ', '\t', '=');
        at = end < 0 ? line.Length : at + end;
        return line.AsSpan(start..at);
    }

    private static string? ReadValue(string line, int at, LineReport report)
    {
        if (!IsQuoteAt(line, at))
            return line[at..].TrimEnd(' ', '\t');
        var close = line.IndexOf(line[at], at + 1);
        if (close < 0)
        {
            report.Error(at + 1, line.AsSpan(at, 1), "the same quote once more, to close it");
            return null;
        }

        var rest = close + 1;
        SkipBlanks(line, ref rest);
        if (rest == line.Length)
            return line[(at + 1)..close];
        report.Error(rest + 1, line.AsSpan(rest), "the end of the line after the quoted value");
        return null;
    }

    private static bool IsQuoteAt(string line, int at) => at < line.Length && line[at] is ('\'' or '"');

    private static void SkipBlanks(string line, ref int at)
    {
        while (at < line.Length && line[at] is (' ' or '\t'))
            at++;
    }
}
