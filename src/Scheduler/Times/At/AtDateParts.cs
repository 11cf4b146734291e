namespace JobQueue.Scheduler.Times.At;

/// <summary>Makes days of year, month and day of the month, and says which of them is out of its range.</summary>
internal static class AtDateParts
{
    private const int MonthsAYear = 12;
    private const int FirstYear = 1970;
    private const int ALeapYear = 2000;

    /// <summary>The day that three tokens make.</summary>
    /// <param name="year">Null where the text has none.</param>
    /// <param name="month">Its value is the month.</param>
    /// <param name="number">The day of the month.</param>
    /// <param name="hasSlashes">Whether slashes part them; then a fault is final, as the other order must not be tried.</param>
    /// <param name="day">The day; to be used only where there is no fault.</param>
    internal static AtFault? Of(AtToken? year, AtToken month, AtToken number, bool hasSlashes, out AtDay day)
    {
        int? fullYear = year is { } token ? YearOf(token.Value) : null;
        day = AtDay.Date(fullYear, month.Value, number);
        var fault = month.Value is < 1 or > MonthsAYear ? At(month, "a month from 1 to 12")
            : fullYear < FirstYear ? At(year!.Value, "a year from 1970 on")
            : MissingDay(day, fullYear ?? ALeapYear);
        return fault is null || !hasSlashes ? fault : fault with
        {
            Expected = $"{fault.Expected}: slashes are for month/day/year; write {Hyphened(fullYear!.Value, number.Value, month.Value)}",
            IsFinal = true,
        };
    }

    /// <summary>The day of a date that is one token, as <c>2027-5-27</c> or <c>27.5.2027</c>.</summary>
    internal static AtFault? OfSeparated(ReadOnlySpan<char> text, AtToken token, out AtDay day)
    {
        var first = Part(text, token.Start, AtScanner.DigitCount(text[token.Start..]));
        var second = Part(text, first.End + 1, AtScanner.DigitCount(text[(first.End + 1)..]));
        var third = Part(text, second.End + 1, token.End - second.End - 1);
        return token.Is(AtTokenKinds.HyphenDate)
            ? Of(first, second, third, hasSlashes: false, out day)
            : Of(third, second, first, hasSlashes: false, out day);
    }

    /// <summary>The day of 5 to 8 digits: an odd number of them has a month of one digit; the day has two, the year the rest.</summary>
    internal static AtFault? OfDigits(ReadOnlySpan<char> text, AtToken token, out AtDay day)
    {
        var month = Part(text, token.Start, token.Length % 2 == 0 ? 2 : 1);
        var number = Part(text, month.End, 2);
        return Of(Part(text, number.End, token.End - number.End), month, number, hasSlashes: false, out day);
    }

    /// <summary>The fault, for any reading, that the month of a year lacks the day; null where it has it.</summary>
    internal static AtFault? MissingDay(AtDay day, int year)
    {
        var last = DateTime.DaysInMonth(year, day.Month);
        return day.DayOfMonth >= 1 && day.DayOfMonth <= last ? null
            : At(day.DayToken, $"a day that the month has, 1 to {last}") with { IsFinal = true };
    }

    // at(1): 00 to 69 are years of this century; up to 1900, years are counted from 1900.
    private static int YearOf(int written) => written < 70 ? 2000 + written : written <= 1900 ? 1900 + written : written;

    // What the date is with day and month the other way round; otherwise any date, to show the form.
    private static string Hyphened(int year, int month, int day)
    {
        var isDate = month is >= 1 and <= MonthsAYear && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        return isDate ? $"{year:0000}-{month:00}-{day:00}" : "year-month-day, like 2027-05-27";
    }

    private static AtToken Part(ReadOnlySpan<char> text, int start, int length) =>
        new(AtTokenKinds.Number, start, length, AtScanner.Number(text.Slice(start, length)));

    private static AtFault At(AtToken token, string expected) => new(token.Start, token.Length, expected);
}
