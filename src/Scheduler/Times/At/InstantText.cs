namespace JobQueue.Scheduler.Times.At;

/// <summary>Reads RFC 3339 instants.</summary>
internal static class InstantText
{
    private const int TicksDigits = 7;

    /// <summary>The pieces of fixed length: a digit for each 0, the other characters as they are.</summary>
    private const string Shape = "0000-00-00T00:00:00";
    private const string OffsetShape = "00:00";
    private const string ExpectedOffset = "Z or an offset like +02:00";

    /// <summary>Whether a text is meant as an instant: it begins with a year and a dash.</summary>
    internal static bool IsMeant(ReadOnlySpan<char> text) => MatchLength(text, "0000-0") == 6;

    /// <summary>The instant in UTC; fractions beyond 100 ns are cut off.</summary>
    /// <example><c>2026-03-29T03:00:00+02:00</c></example>
    /// <param name="text">The instant, nothing else.</param>
    /// <param name="column">The column of the text's first character.</param>
    internal static AtResult Read(ReadOnlySpan<char> text, int column)
    {
        var at = MatchLength(text, Shape);
        if (at < Shape.Length)
            return AtResult.Fault(column + at, text[at..], $"a time like 2026-03-29T03:00:00+02:00");
        if (WallTicks(text) is not { } wall)
            return AtResult.Fault(column, text[..Shape.Length], "a date and a time that exist");
        wall += ReadFraction(text, ref at);
        if (at < text.Length && text[at] is '.')
            return AtResult.Fault(column + at, text[at..], "digits after the point");
        if (ReadOffset(text, ref at) is not { } offset)
            return AtResult.Fault(column + at, text[at..], ExpectedOffset);
        if (at < text.Length)
            return AtResult.Fault(column + at, text[at..], "the end");
        var utc = wall - offset;
        return utc >= 0 && utc <= DateTime.MaxValue.Ticks
            ? AtResult.Of(new DateTimeOffset(utc, TimeSpan.Zero))
            : AtResult.Fault(column, text, "a time in the years 1 to 9999");
    }

    private static int MatchLength(ReadOnlySpan<char> text, string shape)
    {
        var length = 0;
        while (length < shape.Length && length < text.Length && IsMatch(text[length], shape[length]))
            length++;
        return length;
    }

    // RFC 3339, 5.6: t and z may be lower case.
    private static bool IsMatch(char character, char shape) =>
        shape == '0' ? char.IsAsciiDigit(character) : char.ToUpperInvariant(character) == shape;

    private static long? WallTicks(ReadOnlySpan<char> text)
    {
        var (year, month, day) = (Number(text[..4]), Number(text[5..7]), Number(text[8..10]));
        var (hour, minute, second) = (Number(text[11..13]), Number(text[14..16]), Number(text[17..19]));
        var isThere = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            && hour < 24 && minute < 60 && second < 60;
        return isThere ? new DateTime(year, month, day, hour, minute, second).Ticks : null;
    }

    private static long ReadFraction(ReadOnlySpan<char> text, ref int at)
    {
        if (at + 1 >= text.Length || text[at] != '.' || !char.IsAsciiDigit(text[at + 1]))
            return 0;
        at++;
        var ticks = 0L;
        var read = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++, read++)
            ticks = read < TicksDigits ? ticks * 10 + (text[at] - '0') : ticks;
        for (; read < TicksDigits; read++)
            ticks *= 10;
        return ticks;
    }

    private static long? ReadOffset(ReadOnlySpan<char> text, ref int at)
    {
        if (at == text.Length)
            return null;
        if (text[at] is 'Z' or 'z')
        {
            at++;
            return 0;
        }

        if (text[at] is not ('+' or '-') || MatchLength(text[(at + 1)..], OffsetShape) < OffsetShape.Length)
            return null;
        var (hours, minutes) = (Number(text.Slice(at + 1, 2)), Number(text.Slice(at + 4, 2)));
        if (hours > 23 || minutes > 59)
            return null;
        var ticks = new TimeSpan(hours, minutes, 0).Ticks * (text[at] == '-' ? -1 : 1);
        at += 1 + OffsetShape.Length;
        return ticks;
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var digit in digits)
            number = number * 10 + (digit - '0');
        return number;
    }
}
