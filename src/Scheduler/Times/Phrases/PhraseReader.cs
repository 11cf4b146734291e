using System.Globalization;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>
/// Goes through the tokens of a phrase, back and forth, and keeps how far it was understood and what could have stood there.
/// </summary>
internal sealed class PhraseReader(string text)
{
    private readonly IReadOnlyList<Token> _tokens = Token.Split(text);
    private readonly List<WordKind> _tried = [];
    private int _furthest;
    private TextError? _refusal;

    /// <summary>The index of the next token; an alternative that fails sets it back.</summary>
    internal int At { get; set; }

    internal Token Next => _tokens[At];

    /// <summary>Whether the time was said in UTC.</summary>
    internal bool IsUtc { get; set; }

    /// <summary>Whether something was understood and is impossible: nothing else is tried then.</summary>
    internal bool IsRefused => _refusal is not null;

    /// <summary>The column up to which was understood what is impossible; 0 where nothing is.</summary>
    internal int Reached { get; private set; }

    internal Token Ahead(int by) => _tokens[Math.Min(At + by, _tokens.Count - 1)];

    internal bool Take(WordKind kind) => Take(kind, out _);

    /// <summary>Takes a word of a kind.</summary>
    internal bool Take(WordKind kind, out int value)
    {
        Note(kind);
        foreach (var word in Next.Meanings)
            if (word.Kind == kind)
            {
                value = word.Value;
                At++;
                return true;
            }

        value = 0;
        return false;
    }

    internal bool TakeSign(char sign)
    {
        var isNext = Next.Text.Length == 1 && Next.Text[0] == sign;
        At += isNext ? 1 : 0;
        return isNext;
    }

    /// <summary>Takes a number in digits; one that is too large is refused.</summary>
    internal bool TakeDigits(out int value)
    {
        Note(WordKind.Number);
        value = 0;
        if (!Next.IsNumber)
            return false;
        if (!int.TryParse(Next.Text, NumberStyles.None, CultureInfo.InvariantCulture, out value))
            Refuse(At, $"a number of at most {int.MaxValue}");
        At++;
        return true;
    }

    /// <summary>Takes all up to the next blank.</summary>
    internal string TakeChunk()
    {
        var start = Next.Start;
        do
            At++;
        while (Next.IsGlued);
        return Found(start).ToString().ToLowerInvariant();
    }

    /// <summary>Whether the next token is of a kind.</summary>
    internal bool IsNext(WordKind kind) => Next.Is(kind);

    /// <summary>Goes back to where an alternative began that was nothing.</summary>
    internal T? BackTo<T>(int start)
        where T : class
    {
        At = start;
        return null;
    }

    /// <summary>Says that the token was understood and is impossible.</summary>
    internal void Refuse(int token, string expected)
    {
        if (IsRefused)
            return;
        _refusal = Fault(_tokens[token], expected);
        Reached = Next.Start + 1;
    }

    /// <summary>Why the phrase was not understood.</summary>
    /// <param name="canEnd">Whether what was understood is a phrase.</param>
    internal TextError Error(bool canEnd)
    {
        var furthest = canEnd ? Math.Max(_furthest, At) : _furthest;
        var token = _tokens[furthest];
        return _refusal ?? Fault(token, Expectation.Of(token, furthest == _furthest ? _tried : [], canEnd && furthest == At));
    }

    private TextError Fault(Token token, string expected) => TextError.At(token.Start + 1, Found(token.Start), expected);

    private void Note(WordKind kind)
    {
        if (At > _furthest)
        {
            _tried.Clear();
            _furthest = At;
        }

        if (At == _furthest && !_tried.Contains(kind))
            _tried.Add(kind);
    }

    private ReadOnlySpan<char> Found(int start)
    {
        var rest = text.AsSpan(start);
        return rest.IndexOfAny(" \t\r\n") is >= 0 and var length ? rest[..length] : rest;
    }
}
