namespace JobQueue.Scheduler.Times.At;

/// <summary>Goes through the tokens of a text, and remembers what could have stood where it is.</summary>
internal ref struct AtCursor
{
    private AtToken _before;
    private AtExpectation _expected;
    private AtExpectation _expectedBefore;

    internal AtCursor(ReadOnlySpan<char> text)
    {
        Text = text;
        Token = AtScanner.Next(text, 0);
        _expected = _expectedBefore = AtExpectation.Start;
    }

    internal ReadOnlySpan<char> Text { get; }

    /// <summary>The token that comes next.</summary>
    internal AtToken Token { get; private set; }

    internal readonly bool Is(AtTokenKinds kinds) => Token.Is(kinds);

    /// <summary>Says what could stand here.</summary>
    internal void Expect(AtExpectation expected) => _expected = expected;

    /// <summary>Goes on behind the token that comes next, and returns it.</summary>
    internal AtToken Take()
    {
        (_before, _expectedBefore) = (Token, _expected);
        Token = AtScanner.Next(Text, _before.End);
        return _before;
    }

    /// <summary>The fault that something else stands here than could.</summary>
    /// <remarks>Where a word was cut off inside a longer one, as min in mins, the longer one is at fault.</remarks>
    internal readonly AtFault Fault()
    {
        var isCut = Is(AtTokenKinds.Unknown) && char.IsAsciiLetter(Text[Token.Start])
            && _before.Length > 0 && _before.End == Token.Start && char.IsAsciiLetter(Text[_before.Start]);
        return isCut
            ? new(_before.Start, 0, _expectedBefore.Text, _expectedBefore.Words)
            : new(Token.Start, 0, _expected.Text, _expected.Words);
    }
}
