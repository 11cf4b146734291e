namespace JobQueue.Host.CommandLine;

/// <summary>A line with a mark under one of its characters.</summary>
internal static class Caret
{
    private const int MostBefore = 80;
    private const int MostAfter = 60;
    private const string Ellipsis = "…";

    /// <summary>Prints the line, or of a long one what is around the column, and below it the mark.</summary>
    /// <param name="error">Takes the two lines.</param>
    /// <param name="text">The line.</param>
    /// <param name="column">The character, from 1; one behind the last is the end.</param>
    internal static void Print(TextWriter error, string text, int column)
    {
        var at = Math.Clamp(column - 1, 0, text.Length);
        var start = Math.Max(0, at - MostBefore);
        var end = Math.Min(text.Length, at + MostAfter);
        var before = (start > 0 ? Ellipsis : "") + Shown(text[start..at]);
        error.WriteLine(before + Shown(text[at..end]) + (end < text.Length ? Ellipsis : ""));
        error.WriteLine(Blanks(before) + "^");
    }

    // What others wrote must not move the cursor; a tab moves it in both lines alike.
    private static string Shown(string text) => string.Concat(text.Select(c => char.IsControl(c) && c != '\t' ? ' ' : c));

    // A surrogate pair is one character on the screen.
    private static string Blanks(string text) => string.Concat(text.Where(c => !char.IsLowSurrogate(c)).Select(c => c == '\t' ? c : ' '));
}
