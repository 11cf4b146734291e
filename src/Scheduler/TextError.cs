namespace JobQueue.Scheduler;

/// <summary>One fault in a text that people wrote.</summary>
/// <param name="File">The file it stands in; null where the text came from elsewhere.</param>
/// <param name="Line">The line, from 1; 0 where the file as a whole is meant.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Found">What stands there, quoted and shortened.</param>
/// <param name="Expected">What could stand there, and how to write it.</param>
internal sealed record TextError(string? File, int Line, int Column, string Found, string Expected)
{
    internal const string EndOfText = "the end";
    private const int MostFoundCharacters = 40;

    /// <summary>A fault of a text of one line, whose file is not known here.</summary>
    internal static TextError At(int column, ReadOnlySpan<char> found, string expected) => new(null, 1, column, Quote(found), expected);

    /// <summary>The text in quotes, at most 40 characters of it, with control characters made visible; for the empty text, "the end".</summary>
    internal static string Quote(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return EndOfText;
        var shown = Shorten(text);
        return shown.Any(char.IsControl)
            ? $"\"{string.Concat(shown.Select(c => char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()))}\""
            : $"\"{shown}\"";
    }

    /// <summary>At most 40 characters of a text, for messages that show how it could be written.</summary>
    internal static string Shorten(ReadOnlySpan<char> text) =>
        text.Length > MostFoundCharacters ? string.Concat(text[..MostFoundCharacters], "...") : text.ToString();

    /// <summary>Where it is, for people: <c>file:line:column</c>, or the file alone.</summary>
    internal string Place => Line == 0 ? $"{File}" : $"{File}:{Line}:{Column}";

    /// <summary><c>file:line:column: error: found X, expected Y</c>, with 0 for line and column where the file as a whole is meant.</summary>
    public override string ToString() =>
        File is null ? $"column {Column}: found {Found}, expected {Expected}" : $"{File}:{Line}:{Column}: error: found {Found}, expected {Expected}";
}
