namespace JobQueue.Scheduler.Times.At;

/// <summary>Reads RFC 3339 instants.</summary>
internal static class InstantText
{
    private const int TicksDigits = 7;
    private const string Blanks = " \t\r\n";

    /// <summary>The pieces of fixed length: a digit for each 0, the other characters as they are.</summary>
    private const string Shape = "0000-00-00T00:00:00";
    private const string Meant = "0000-00-00T";
    private const string OffsetShape = "00:00";
    private const string ExpectedOffset = "Z or an offset like +02:00";

    /// <summary>The numbers of <see cref="Shape"/> but for the year and the day, whose last is a matter of the month.</summary>
    private static readonly (int Start, int First, int Last, string Expected)[] Ranges =
    [
        (5, 1, 12, "a month from 01 to 12"),
        (11, 0, 23, "an hour from 00 to 23"),
        (14, 0, 59, "a minute from 00 to 59"),
        (17, 0, 59, "a second from 00 to 59"),
    ];

    /// <summary>
    /// The instant in UTC, or its fault; fractions beyond 100 ns are cut off. Null for a text that is not meant as an instant, since it
    /// does not begin with a date and T.
    /// </summary>
    /// <example><c>2026-03-29T03:00:00+02:00</c></example>
    internal static AtResult? Parse(string text)
    {
        var rest = text.AsSpan().TrimStart(Blanks);
        return MatchLength(rest, Meant) == Meant.Length ? Read(rest.TrimEnd(Blanks), text.Length - rest.Length + 1) : null;
    }

    private static AtResult Read(ReadOnlySpan<char> text, int column)
    {
        var at = MatchLength(text, Shape);
        if (at < Shape.Length)
            return AtResult.Fault(column + at, text[at..], "a time like 2026-03-29T03:00:00+02:00");
        if (FaultOfWall(text, column) is { } fault)
            return fault;
        var wall = WallTicks(text) + ReadFraction(text, ref at);
        if (at < text.Length && text[at] is '.')
            return AtResult.Fault(column + at, text[at..], "digits after the point");
        var offsetAt = at;
        if (ReadOffset(text, ref at) is not { } offset)
            return AtResult.Fault(column + at, text[at..], ExpectedOffset);
        if (at < text.Length)
            return AtResult.Fault(column + at, text[at..], "the end");
        var utc = wall - offset;
        return utc >= 0 && utc <= DateTime.MaxValue.Ticks
            ? AtResult.Of(new DateTimeOffset(utc, TimeSpan.Zero))
            : AtResult.Fault(column + offsetAt, text[offsetAt..], "an offset that leads to the years 1 to 9999");
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

    private static AtResult? FaultOfWall(ReadOnlySpan<char> text, int column)
    {
        if (AtScanner.Number(text[..4]) == 0)
            return AtResult.Fault(column, text[..4], "a year from 0001 to 9999");
        foreach (var (start, first, last, expected) in Ranges)
            if (Pair(text, start) is var number && (number < first || number > last))
                return AtResult.Fault(column + start, text.Slice(start, 2), expected);
        var lastDay = DateTime.DaysInMonth(AtScanner.Number(text[..4]), Pair(text, 5));
        return Pair(text, 8) is var day && day >= 1 && day <= lastDay
            ? null
            : AtResult.Fault(column + 8, text.Slice(8, 2), $"a day that the month has, 01 to {lastDay}");
    }

    private static long WallTicks(ReadOnlySpan<char> text) => new DateTime(
        AtScanner.Number(text[..4]), Pair(text, 5), Pair(text, 8), Pair(text, 11), Pair(text, 14), Pair(text, 17)).Ticks;

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
        var (hours, minutes) = (Pair(text, at + 1), Pair(text, at + 4));
        if (hours > 23 || minutes > 59)
            return null;
        var ticks = new TimeSpan(hours, minutes, 0).Ticks * (text[at] == '-' ? -1 : 1);
        at += 1 + OffsetShape.Length;
        return ticks;
    }

    private static int Pair(ReadOnlySpan<char> text, int start) => AtScanner.Number(text.Slice(start, 2));
}
