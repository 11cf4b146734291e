namespace JobQueue.Host.CommandLine;

/// <summary>Aligned columns for a terminal.</summary>
internal static class Table
{
    private const int LeastColumns = 100;
    private const string Gap = "  ";

    // What any least width gives way to before a line wraps.
    private const int Narrowest = 8;

    /// <summary>How long a line may be: as wide as the terminal, or 100 where that is narrower; of any length elsewhere.</summary>
    internal static int MostColumns => Console.IsOutputRedirected ? int.MaxValue : Math.Max(LeastColumns, Console.WindowWidth);

    internal static void Print<T>(IReadOnlyList<T> items, IReadOnlyList<Column<T>> columns, TextWriter output)
    {
        foreach (var line in Lines(items, columns, MostColumns))
            output.WriteLine(line);
    }

    /// <summary>The titles, then a line for each item.</summary>
    internal static IEnumerable<string> Lines<T>(IReadOnlyList<T> items, IReadOnlyList<Column<T>> columns, int mostColumns)
    {
        var cells = items.Select(item => columns.Select(column => OneLine(column.Cell(item))).ToArray());
        string[][] rows = [[.. columns.Select(column => column.Title)], .. cells];
        var widths = Widths(rows, columns, mostColumns);
        return rows.Select(row => string.Join(Gap, row.Select((cell, i) => ScreenText.Fit(cell, widths[i]))).TrimEnd());
    }

    /// <summary>As wide as the widest cell; the last columns are cut first until the line fits, and again where their least widths are too much.</summary>
    private static int[] Widths<T>(string[][] rows, IReadOnlyList<Column<T>> columns, int mostColumns)
    {
        var widths = columns.Select((_, i) => rows.Max(row => ScreenText.Width(row[i]))).ToArray();
        var excess = widths.Sum() + (Gap.Length * (widths.Length - 1)) - mostColumns;
        foreach (var narrowest in new[] { int.MaxValue, Narrowest })
        {
            for (var i = widths.Length - 1; i >= 0 && excess > 0; i--)
            {
                var least = columns[i].LeastWidth is { } width ? Math.Min(width, narrowest) : widths[i];
                var cut = Math.Clamp(widths[i] - least, 0, excess);
                widths[i] -= cut;
                excess -= cut;
            }
        }

        return widths;
    }

    /// <summary>The text, cut where it is longer.</summary>
    internal static string Cut(string text, int mostColumns) =>
        ScreenText.Width(text) > mostColumns ? ScreenText.Fit(text, mostColumns) : text;

    internal static string OneLine(string? text) =>
        string.IsNullOrEmpty(text) ? "-" : ScreenText.Harmless(text);
}
