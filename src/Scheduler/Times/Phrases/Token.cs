using System.Text;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>A run of letters, a run of digits or one other character; empty at the end of the text.</summary>
/// <param name="Text">In lower case.</param>
/// <param name="Start">Where it begins in the text, from 0.</param>
/// <param name="IsGlued">Whether no blank stands before it.</param>
internal readonly record struct Token(string Text, int Start, bool IsGlued)
{
    internal bool IsEnd => Text.Length == 0;

    internal bool IsGluedNumber => IsGlued && IsNumber;

    internal bool IsNumber => !IsEnd && char.IsAsciiDigit(Text[0]);

    /// <summary>What it can stand for; nothing where it is not known.</summary>
    internal PhraseWord[] Meanings { get; } = WordTable.Meanings(Text);

    internal bool Is(WordKind kind)
    {
        foreach (var word in Meanings)
            if (word.Kind == kind)
                return true;
        return false;
    }

    /// <summary>Whether it is that sign, without a blank before it.</summary>
    internal bool IsGluedSign(string sign) => IsGlued && Text == sign;

    /// <summary>The tokens of a text; the last one is its end.</summary>
    internal static IReadOnlyList<Token> Split(string text)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length;)
        {
            var length = LengthAt(text.AsSpan(at));
            if (!IsBlank(text[at]) && !IsFullStopOfWord(text, at))
                tokens.Add(Read(text, at, length));
            at += length;
        }

        tokens.Add(new Token("", text.Length, false));
        return tokens;
    }

    private static Token Read(string text, int at, int length)
    {
        var written = text.Substring(at, length);
        // The sign of the kelvin would become a k.
        var word = Ascii.IsValid(written) ? written.ToLowerInvariant() : written;
        var isGlued = at > 0 && !IsBlank(text[at - 1]);
        return new Token(word is "a.m" or "p.m" ? word.Remove(1, 1) : word, at, isGlued);
    }

    private static int LengthAt(ReadOnlySpan<char> rest)
    {
        if (rest is [('a' or 'A' or 'p' or 'P'), '.', ('m' or 'M'), ..])
            return 3;
        var length = 1;
        while (length < rest.Length && IsSameRun(rest[0], rest[length]))
            length++;
        return length;
    }

    // o'clock is one word.
    private static bool IsSameRun(char first, char next) =>
        char.IsAsciiDigit(first) ? char.IsAsciiDigit(next) : char.IsLetter(first) && (char.IsLetter(next) || next == '\'');

    // dec. 25, 9 a.m.
    private static bool IsFullStopOfWord(string text, int at) => text[at] == '.' && at > 0 && char.IsAsciiLetter(text[at - 1]);

    private static bool IsBlank(char character) => character is ' ' or '\t' or '\n' or '\r';
}
