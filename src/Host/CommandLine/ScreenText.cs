using System.Globalization;
using System.Text;

namespace JobQueue.Host.CommandLine;

/// <summary>What others wrote, on a terminal.</summary>
internal static class ScreenText
{
    private const char Ellipsis = '…';

    // UAX #11: wide, full-width, and emoji that are shown as wide.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x231A, 0x231B), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF),
        (0xFE30, 0xFE6F), (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1FAFF),
        (0x20000, 0x3FFFD),
    ];

    /// <summary>The text with a blank for every character that moves the cursor, turns the direction or is not seen.</summary>
    internal static string Harmless(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            shown.Append(IsShown(rune) ? rune.ToString() : " ");
        return shown.ToString();
    }

    /// <summary>How many columns of the screen the text takes, given that it is harmless.</summary>
    internal static int Width(string text) =>
        text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? text.EnumerateRunes().Sum(Width) : text.Length;

    /// <summary>0, 1 or 2 columns.</summary>
    internal static int Width(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? 0
        : Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2
        : 1;

    /// <summary>The text, filled with blanks or cut to exactly so many columns, at least 1.</summary>
    internal static string Fit(string text, int width)
    {
        var missing = width - Width(text);
        if (missing >= 0)
            return text + new string(' ', missing);
        var (length, free) = (0, width - 1);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Width(rune) > free)
                break;
            free -= Width(rune);
            length += rune.Utf16SequenceLength;
        }

        return text[..length] + Ellipsis + new string(' ', free);
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
