namespace JobQueue.Scheduler.Times.At;

/// <summary>Cuts a text into the tokens of at(1): the longest one that fits, with no regard to where words end.</summary>
internal static class AtScanner
{
    private const string HourMinuteSeparators = ":'h,.";
    private const int MostValueDigits = 8;

    /// <summary>The token at or after <paramref name="at"/>; blanks, tabs and line feeds before it mean nothing.</summary>
    internal static AtToken Next(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or '\n')
            at++;
        if (at == text.Length)
            return new(AtTokenKinds.End, at, 0, 0);
        var rest = text[at..];
        if (char.IsAsciiDigit(rest[0]))
            return Digits(rest, at);
        if (char.IsAsciiLetter(rest[0]) && AtWords.LongestAt(rest) is { } word)
            return new(word.Kind, at, word.Text.Length, word.Value);
        return rest[0] switch
        {
            '+' => new(AtTokenKinds.Sign, at, 1, 1),
            '-' => new(AtTokenKinds.Sign, at, 1, -1),
            '/' => new(AtTokenKinds.Slash, at, 1, 0),
            ',' => new(AtTokenKinds.Comma, at, 1, 0),
            _ => new(AtTokenKinds.Unknown, at, 1, 0),
        };
    }

    /// <summary>How many ASCII digits a text begins with.</summary>
    internal static int DigitCount(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('0', '9') is >= 0 and var count ? count : text.Length;

    /// <summary>The number that ASCII digits stand for.</summary>
    /// <param name="digits">At most 8 digits.</param>
    internal static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = number * 10 + (digit - '0');
        return number;
    }

    private static AtToken Digits(ReadOnlySpan<char> rest, int at)
    {
        var count = DigitCount(rest);
        var hyphened = DateLength(rest, count, '-', isYearFirst: true);
        if (hyphened > 0)
            return new(AtTokenKinds.HyphenDate, at, hyphened, 0);
        var dotted = DateLength(rest, count, '.', isYearFirst: false);
        if (dotted > 0)
            return new(AtTokenKinds.DottedDate, at, dotted, 0);
        if (count < rest.Length && IsHourMinute(rest, count))
            return new(AtTokenKinds.HourMinute, at, count + 3, Number(rest[..count]) * 100 + Number(rest.Slice(count + 1, 2)));
        return new(AtTokenKinds.Number, at, count, count <= MostValueDigits ? Number(rest[..count]) : int.MaxValue);
    }

    // [012]?[0-9] before the separator, two digits behind it; further digits are a token of their own.
    private static bool IsHourMinute(ReadOnlySpan<char> rest, int count) =>
        (count == 1 || count == 2 && rest[0] <= '2')
        && HourMinuteSeparators.Contains(char.ToLowerInvariant(rest[count]), StringComparison.Ordinal)
        && DigitCount(rest[(count + 1)..]) >= 2;

    // Three numbers joined by a separator; 0 where there is no such date. The last one takes as many digits as it may have.
    private static int DateLength(ReadOnlySpan<char> rest, int count, char separator, bool isYearFirst)
    {
        if (count == rest.Length || rest[count] != separator || !(isYearFirst ? IsYear(count) : count <= 2))
            return 0;
        var second = DigitCount(rest[(count + 1)..]);
        var at = count + 1 + second;
        if (second is < 1 or > 2 || at == rest.Length || rest[at] != separator)
            return 0;
        var third = DigitCount(rest[(at + 1)..]);
        var taken = isYearFirst ? Math.Min(third, 2) : third >= 4 ? 4 : third >= 2 ? 2 : 0;
        return taken == 0 ? 0 : at + 1 + taken;
    }

    private static bool IsYear(int digits) => digits is 2 or 4;
}
