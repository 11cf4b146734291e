namespace JobQueue.Scheduler.Times.At;

/// <summary>
/// Reads instants of ISO 8601: a date, extended <c>2026-12-25</c> or basic <c>20261225</c>; a time after <c>T</c> or a blank, to the minute
/// or finer; a zone. Its week dates, ordinal dates and hours without minutes are refused.
/// </summary>
internal static class InstantText
{
    private const int TicksDigits = 7;
    private const int FirstYear = 1970;
    private const int YearDigits = 4;
    private const int PartDigits = 2;
    private const string ExpectedTime = "a time like 2026-03-29T03:00:00+02:00";
    private const string ExpectedOffset = "Z or an offset like +02:00";

    /// <summary>The numbers behind the year, in order; 0 for the last day, which is a matter of the month.</summary>
    private static readonly (string What, int First, int Last)[] Ranges =
    [
        ("a month", 1, 12), ("a day that the month has,", 1, 0), ("an hour", 0, 23), ("a minute", 0, 59), ("a second", 0, 59),
    ];

    // A digit for each 0, the other characters as they are; the first that fits is meant.
    private static readonly string[] DateShapes = ["0000-00-00", "00000000"];
    private static readonly string[] TimeShapes = ["00:00:00", "00:00", "000000", "0000"];
    private static readonly string[] OffsetShapes = ["00:00", "0000", "00"];

    /// <summary>Whether a text is meant as an instant: it begins with a year and a dash.</summary>
    internal static bool IsMeant(ReadOnlySpan<char> text) => IsMatch(text, "0000-0");

    /// <summary>Whether a text begins with a date of eight digits; at(1) reads such in another way.</summary>
    internal static bool IsBasic(ReadOnlySpan<char> text) => IsMatch(text, DateShapes[1]);

    /// <summary>The instant in UTC; a date alone is its midnight; fractions beyond 100 ns are cut off.</summary>
    /// <example><c>2026-12-25 09:00</c>, <c>20261225T0900Z</c></example>
    /// <param name="text">The instant, nothing else.</param>
    /// <param name="column">The column of the text's first character.</param>
    /// <param name="zone">The zone of what has none; null where it must have one, and a time.</param>
    /// <param name="notBefore">Of a wall time that comes twice, the first that is not before this is meant.</param>
    internal static AtResult Read(ReadOnlySpan<char> text, int column, TimeZoneInfo? zone, DateTimeOffset notBefore)
    {
        if (Take(text, 0, DateShapes) is not { } dateEnd)
            return AtResult.Fault(column, text, "a date like 2026-12-25");
        var hasTime = zone is null || dateEnd < text.Length;
        if ((hasTime ? TakeTime(text, dateEnd) : dateEnd) is not { } at)
            return AtResult.Fault(column + dateEnd, text[dateEnd..], ExpectedTime);
        if (FaultOfWall(text, dateEnd, at, column) is { } fault)
            return fault;
        if (IsFraction(text, at) && !HasSeconds(text[dateEnd..at]))
            return AtResult.Fault(column + at, text[at..], "seconds before the fraction");
        var wall = WallTicks(text[..dateEnd], text[dateEnd..at]) + ReadFraction(text, ref at);
        if (at < text.Length && text[at] is '.')
            return AtResult.Fault(column + at, text[at..], "digits after the point");
        if (at == text.Length && zone is not null)
            return Of(WallClock.InstantOf(new DateTime(wall), zone, notBefore), text, column);
        if (ReadOffset(text, ref at) is not { } offset)
            return AtResult.Fault(column + at, text[at..], ExpectedOffset);
        if (at < text.Length)
            return AtResult.Fault(column + at, text[at..], "the end");
        var utc = wall - offset;
        return Of(utc >= 0 && utc <= DateTime.MaxValue.Ticks ? new DateTimeOffset(utc, TimeSpan.Zero) : null, text, column);
    }

    private static AtResult Of(DateTimeOffset? instant, ReadOnlySpan<char> text, int column) =>
        instant is { } known ? AtResult.Of(known) : AtResult.Fault(column, text, "a time in the years 1 to 9999");

    /// <summary>The end of the time behind a date.</summary>
    private static int? TakeTime(ReadOnlySpan<char> text, int at)
    {
        // ISO 8601 has a T, RFC 3339 lets it be t or a blank; fourteen digits without it are common.
        var hasMark = at < text.Length && text[at] is ('T' or 't' or ' ');
        return hasMark || IsBasic(text) ? Take(text, at + (hasMark ? 1 : 0), TimeShapes) : null;
    }

    /// <summary>The end of the first shape that stands there as a whole.</summary>
    private static int? Take(ReadOnlySpan<char> text, int at, string[] shapes)
    {
        foreach (var shape in shapes)
            if (at <= text.Length && IsMatch(text[at..], shape))
                return at + shape.Length;
        return null;
    }

    private static bool IsMatch(ReadOnlySpan<char> text, string shape)
    {
        var isMatch = text.Length >= shape.Length;
        for (var i = 0; i < shape.Length && isMatch; i++)
            isMatch = shape[i] == '0' ? char.IsAsciiDigit(text[i]) : text[i] == shape[i];
        return isMatch;
    }

    /// <summary>The first number of a date and its time that is out of its range.</summary>
    private static AtResult? FaultOfWall(ReadOnlySpan<char> text, int dateEnd, int end, int column)
    {
        var at = 0;
        var (year, month) = (Number(text, ref at, YearDigits), 0);
        if (year < FirstYear)
            return AtResult.Fault(column, text[..at], "a year from 1970 to 9999");
        foreach (var (what, first, last) in Ranges)
        {
            // Marks and blanks lie between the numbers, or nothing.
            while (at < end && !char.IsAsciiDigit(text[at]))
                at++;
            if (at >= end)
                break;
            var start = at;
            var number = Number(text, ref at, PartDigits);
            month = start < dateEnd && month == 0 ? number : month;
            var most = last > 0 ? last : DateTime.DaysInMonth(year, month);
            if (number < first || number > most)
                return AtResult.Fault(column + start, text[start..at], $"{what} from {first:00} to {most:00}");
        }

        return null;
    }

    private static int Number(ReadOnlySpan<char> text, ref int at, int digits) => AtScanner.Number(text[at..(at += digits)]);

    private static long WallTicks(ReadOnlySpan<char> date, ReadOnlySpan<char> time)
    {
        var day = DigitsOf(date, 8);
        var clock = DigitsOf(time, 6);
        return new DateTime(day / 10000, day / 100 % 100, day % 100, clock / 10000, clock / 100 % 100, clock % 100).Ticks;
    }

    /// <summary>The digits of a shape as one number, filled up with zeros: 09:30 as 93000.</summary>
    private static int DigitsOf(ReadOnlySpan<char> text, int count)
    {
        var number = 0;
        foreach (var character in text)
            if (char.IsAsciiDigit(character))
                (number, count) = (number * 10 + (character - '0'), count - 1);
        for (; count > 0; count--)
            number *= 10;
        return number;
    }

    // The shapes with seconds are the longest of their kind, and longer than any without.
    private static bool HasSeconds(ReadOnlySpan<char> time) => time.TrimStart("Tt ").Length >= TimeShapes[2].Length;

    private static bool IsFraction(ReadOnlySpan<char> text, int at) =>
        at + 1 < text.Length && text[at] is '.' or ',' && char.IsAsciiDigit(text[at + 1]);

    private static long ReadFraction(ReadOnlySpan<char> text, ref int at)
    {
        if (!IsFraction(text, at))
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
        if (at < text.Length && text[at] is ('Z' or 'z'))
        {
            at++;
            return 0;
        }

        if (at >= text.Length || text[at] is not ('+' or '-') || Take(text, at + 1, OffsetShapes) is not { } end)
            return null;
        var digits = DigitsOf(text[(at + 1)..end], 4);
        if (digits / 100 > 23 || digits % 100 > 59)
            return null;
        var ticks = new TimeSpan(digits / 100, digits % 100, 0).Ticks * (text[at] == '-' ? -1 : 1);
        at = end;
        return ticks;
    }
}
