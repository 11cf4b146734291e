namespace JobQueue.Scheduler.Times;

/// <summary>A word of a line; nothing is copied before its text is asked for.</summary>
/// <param name="Line">The line.</param>
/// <param name="Start">Where it begins in the line, from 0.</param>
/// <param name="Length">How many characters it has.</param>
internal readonly record struct Word(string Line, int Start, int Length)
{
    /// <summary>Where it begins, from 1.</summary>
    internal int Column => Start + 1;

    internal int End => Start + Length;

    internal ReadOnlySpan<char> Span => Line.AsSpan(Start, Length);

    internal string Text => Line.Substring(Start, Length);

    /// <summary>No word, where the line ends.</summary>
    internal static Word Missing(string line) => new(line, line.Length, 0);
}

/// <summary>Splits at blanks and tabs.</summary>
internal static class Words
{
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
        var blanks = text.AsSpan(at).IndexOfAnyExcept(' ', '\t');
        if (blanks < 0)
            return null;
        var start = at + blanks;
        var length = text.AsSpan(start).IndexOfAny(' ', '\t');
        at = length < 0 ? text.Length : start + length;
        return new Word(text, start, at - start);
    }
}
