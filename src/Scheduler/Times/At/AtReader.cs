namespace JobQueue.Scheduler.Times.At;

/// <summary>Goes through a text token by token: words, numbers, single signs; blanks separate and mean nothing else (at(1)).</summary>
internal ref struct AtReader
{
    private readonly ReadOnlySpan<char> _text;
    private int _at;

    internal AtReader(ReadOnlySpan<char> text)
    {
        _text = text;
        SkipBlanks();
    }

    /// <summary>Where the rest begins, from 1.</summary>
    internal readonly int Column => _at + 1;

    internal readonly bool IsAtEnd => _at == _text.Length;

    /// <summary>The rest, without blanks before it.</summary>
    internal readonly ReadOnlySpan<char> Rest => _text[_at..];

    /// <summary>The word that comes next, for messages.</summary>
    internal readonly ReadOnlySpan<char> Found => Rest.IndexOfAny(" \t\r\n") is >= 0 and var length ? Rest[..length] : Rest;

    internal bool TakeWord(string word)
    {
        var isNext = Letters().Equals(word, StringComparison.OrdinalIgnoreCase);
        if (isNext)
            Advance(word.Length);
        return isNext;
    }

    internal ReadOnlySpan<char> TakeLetters()
    {
        var letters = Letters();
        Advance(letters.Length);
        return letters;
    }

    internal ReadOnlySpan<char> TakeDigits()
    {
        var length = Rest.IndexOfAnyExceptInRange('0', '9');
        var digits = length < 0 ? Rest : Rest[..length];
        Advance(digits.Length);
        return digits;
    }

    /// <summary>Takes one of the characters; <c>\0</c> where none of them is next.</summary>
    internal char TakeAny(string characters)
    {
        if (IsAtEnd || !characters.Contains(_text[_at], StringComparison.Ordinal))
            return '\0';
        var taken = _text[_at];
        Advance(1);
        return taken;
    }

    /// <summary>The fault that something else stands here than could.</summary>
    internal readonly AtResult Fault(string expected) => AtResult.Fault(Column, Found, expected);

    private readonly ReadOnlySpan<char> Letters()
    {
        var length = 0;
        while (length < Rest.Length && char.IsAsciiLetter(Rest[length]))
            length++;
        return Rest[..length];
    }

    private void Advance(int by)
    {
        _at += by;
        SkipBlanks();
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is (' ' or '\t' or '\n' or '\r'))
            _at++;
    }
}
