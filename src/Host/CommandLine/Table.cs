namespace JobQueue.Host.CommandLine;

/// <summary>Aligned columns for a terminal.</summary>
internal static class Table
{
    internal const int MostColumns = 100;
    private const string Gap = "  ";

    internal static void Print<T>(IReadOnlyList<T> items, IReadOnlyList<Column<T>> columns, TextWriter output)
    {
        foreach (var line in Lines(items, columns))
            output.WriteLine(line);
    }

    /// <summary>The titles, then a line for each item.</summary>
    internal static IEnumerable<string> Lines<T>(IReadOnlyList<T> items, IReadOnlyList<Column<T>> columns)
    {
        var cells = items.Select(item => columns.Select(column => OneLine(column.Cell(item))).ToArray());
        string[][] rows = [[.. columns.Select(column => column.Title)], .. cells];
        var widths = Widths(rows, columns);
        return rows.Select(row => string.Join(Gap, row.Select((cell, i) => ScreenText.Fit(cell, widths[i]))).TrimEnd());
    }

    /// <summary>As wide as the widest cell; the last columns are cut first until the line fits.</summary>
    private static int[] Widths<T>(string[][] rows, IReadOnlyList<Column<T>> columns)
    {
        var widths = columns.Select((_, i) => rows.Max(row => ScreenText.Width(row[i]))).ToArray();
        var excess = widths.Sum() + (Gap.Length * (widths.Length - 1)) - MostColumns;
        for (var i = widths.Length - 1; i >= 0 && excess > 0; i--)
        {
            var least = columns[i].LeastWidth ?? widths[i];
            var cut = Math.Clamp(widths[i] - least, 0, excess);
            widths[i] -= cut;
            excess -= cut;
        }

        return widths;
    }

    internal static string OneLine(string? text) =>
        string.IsNullOrEmpty(text) ? "-" : ScreenText.Harmless(text);
}
