namespace JobQueue.Jobs.Sending;

/// <summary>What others wrote, on a line of a log or a terminal.</summary>
internal static class PlainLine
{
    /// <summary>The text with a blank for each control character and each end of a line.</summary>
    internal static string Of(string text) =>
        text.Any(IsControl) ? string.Create(text.Length, text, static (line, source) =>
        {
            for (var at = 0; at < line.Length; at++)
                line[at] = IsControl(source[at]) ? ' ' : source[at];
        }) : text;

    private static bool IsControl(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';
}
