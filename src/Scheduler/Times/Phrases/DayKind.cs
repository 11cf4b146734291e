using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Which days an ordinal or a count goes over.</summary>
internal sealed record DayKind(Func<DateTime, bool> Includes)
{
    internal static readonly DayKind Any = new(_ => true);

    /// <summary>Monday to Friday; holidays are not known.</summary>
    internal static readonly DayKind Working = new(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));

    /// <summary>A weekend is the Saturday that it begins on.</summary>
    internal static readonly DayKind Weekend = Of(DayOfWeek.Saturday);

    private const int DaysAWeek = 7;

    internal static DayKind Of(DayOfWeek weekday) => new(day => day.DayOfWeek == weekday);

    /// <summary><c>friday</c>, <c>business day</c>, <c>weekday</c>, <c>weekend</c>; <c>day</c> where it takes any.</summary>
    internal static DayKind? Read(PhraseReader reader, bool takesAny) =>
        reader.Take(WordKind.Weekday, out var weekday) ? Of((DayOfWeek)weekday)
        : ReadCounted(reader) ?? (takesAny && TakeDay(reader) ? Any : null);

    /// <summary>What a count can stand before: <c>mondays</c>, <c>business days</c>, <c>weekends</c>.</summary>
    internal static DayKind? ReadCounted(PhraseReader reader)
    {
        var start = reader.At;
        if (reader.Take(WordKind.Weekdays, out var weekday))
            return Of((DayOfWeek)weekday);
        if (reader.Take(WordKind.WorkingDay) || reader.Take(WordKind.Working) && TakeDay(reader))
            return Working;
        reader.At = start;
        return reader.Take(WordKind.Weekend) ? Weekend : null;
    }

    /// <summary>So many such days after a day, before it where negative; null outside the years 1 to 9999.</summary>
    internal DateTime? After(DateTime day, int count)
    {
        // Whole weeks at once: what is left is at most a week.
        var perWeek = Enumerable.Range(0, DaysAWeek).Count(weekday => Includes(DateTime.MinValue.AddDays(weekday)));
        var (left, sign) = (Math.Abs((long)count), Math.Sign(count));
        var weeks = Math.Max(left - 1, 0) / perWeek;
        left -= weeks * perWeek;
        var found = PhraseUnits.DayFrom(day, DaysAWeek * weeks * sign);
        while (left > 0 && found is { } last)
        {
            found = PhraseUnits.DayFrom(last, sign);
            left -= found is { } next && Includes(next) ? 1 : 0;
        }

        return found;
    }

    private static bool TakeDay(PhraseReader reader) => PhraseUnits.Take(reader, AtUnit.Day);
}
