using System.Text;

namespace JobQueue.Host.CommandLine;

/// <summary>A line with a mark under one of its characters.</summary>
internal static class Caret
{
    private const int MostBefore = 80;
    private const int MostAfter = 60;
    private const string Ellipsis = "…";
    private const char Tab = '\t';

    /// <summary>Prints the line, or of a long one what is around the column, and below it the mark.</summary>
    /// <param name="error">Takes the two lines.</param>
    /// <param name="text">The line.</param>
    /// <param name="column">The character, from 1; one behind the last is the end.</param>
    internal static void Print(TextWriter error, string text, int column)
    {
        var at = Whole(text, Math.Clamp(column - 1, 0, text.Length));
        var start = Whole(text, Math.Max(0, at - MostBefore));
        var end = Whole(text, Math.Min(text.Length, at + MostAfter));
        var before = (start > 0 ? Ellipsis : "") + Shown(text[start..at]);
        error.WriteLine(before + Shown(text[at..end]) + (end < text.Length ? Ellipsis : ""));
        error.WriteLine(Blanks(before) + "^");
    }

    // Not between the two halves of a character.
    private static int Whole(string text, int index) =>
        index > 0 && index < text.Length && char.IsSurrogatePair(text[index - 1], text[index]) ? index - 1 : index;

    // A tab moves the cursor in both lines alike.
    private static string Shown(string text) => string.Join(Tab, text.Split(Tab).Select(ScreenText.Harmless));

    private static string Blanks(string text)
    {
        var blanks = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            _ = rune.Value == Tab ? blanks.Append(Tab) : blanks.Append(' ', ScreenText.Width(rune));
        return blanks.ToString();
    }
}
