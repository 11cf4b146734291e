namespace JobQueue.Scheduler.Times;

/// <summary>A word of a line.</summary>
/// <param name="Text">The word.</param>
/// <param name="Column">Where it begins, from 1.</param>
internal readonly record struct Word(string Text, int Column);

/// <summary>Splits at blanks and tabs.</summary>
internal static class Words
{
    private static readonly char[] Blanks = [' ', '\t'];

    internal static IReadOnlyList<Word> Split(string text)
    {
        var words = new List<Word>(6);
        for (var at = 0; Next(text, ref at) is { } word;)
            words.Add(word);
        return words;
    }

    /// <summary>The word at or after <paramref name="at"/>, which is moved behind it; null where only blanks are left.</summary>
    internal static Word? Next(string text, ref int at)
    {
        var blanks = text.AsSpan(at).IndexOfAnyExcept(Blanks);
        if (blanks < 0)
            return null;
        var start = at + blanks;
        var length = text.AsSpan(start).IndexOfAny(Blanks);
        at = length < 0 ? text.Length : start + length;
        return new Word(text[start..at], start + 1);
    }
}
