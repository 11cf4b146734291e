namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads dates with the name of a month: <c>may 27th</c>, <c>27th of may 2027</c>, <c>2027-jan-04</c>, <c>october</c>.</summary>
internal static class DateReader
{
    private const int TwoDigits = 2;

    internal static DayIn? Read(PhraseReader reader, Present present) =>
        ReadYearFirst(reader) ?? ReadDayFirst(reader, present) ?? ReadMonthFirst(reader, present);

    /// <summary><c>2027 january 4</c>, <c>2027-jan-04</c>.</summary>
    private static DayIn? ReadYearFirst(PhraseReader reader)
    {
        var start = reader.At;
        if (!PeriodReader.TakeYearDigits(reader, out var year))
            return null;
        TakeJoint(reader);
        if (!reader.Take(WordKind.Month, out var month))
            return reader.BackTo<DayIn>(start);
        TakeJoint(reader);
        return TakeDay(reader, out var day) && PeriodReader.IsYear(reader, start, year)
            ? In(Period.OfMonth(year, month), day)
            : reader.BackTo<DayIn>(start);
    }

    /// <summary><c>27 may</c>, <c>the 27th of may, 2027</c>, <c>4-jan-2027</c>, <c>11 january next year</c>.</summary>
    private static DayIn? ReadDayFirst(PhraseReader reader, Present present)
    {
        var start = reader.At;
        reader.Take(WordKind.The);
        if (!TakeDay(reader, out var day))
            return reader.BackTo<DayIn>(start);
        TakeJoint(reader);
        reader.Take(WordKind.Of);
        return reader.Take(WordKind.Month, out var month)
            ? In(PeriodReader.OfMonth(reader, present, month), day)
            : reader.BackTo<DayIn>(start);
    }

    /// <summary><c>may 27</c>, <c>may the 27th, 2027</c>, <c>next may 27th</c>, <c>may 2027</c>, <c>may</c>.</summary>
    private static DayIn? ReadMonthFirst(PhraseReader reader, Present present)
    {
        var start = reader.At;
        var isSaid = reader.IsNext(WordKind.Which);
        if (PeriodReader.ReadMonth(reader, present) is not { } period)
            return reader.BackTo<DayIn>(start);
        var afterMonth = reader.At;
        TakeJoint(reader);
        reader.Take(WordKind.The);
        if (period.Step is null && !isSaid || IsClock(reader) || !TakeDay(reader, out var day))
        {
            reader.At = afterMonth;
            return In(period, 1);
        }

        return In(isSaid ? period : PeriodReader.OfMonth(reader, present, period.Start.Month), day);
    }

    private static DayIn? In(Period? month, int day) => month is null ? null : new DayIn(month, day, DayKind.Any);

    private static bool TakeDay(PhraseReader reader, out int day) =>
        NumberReader.TakeOrdinal(reader, out day) ? day > 0
        : reader.Next.Text.Length <= TwoDigits && reader.TakeDigits(out day);

    // feb 3:00 is in february at three.
    private static bool IsClock(PhraseReader reader)
    {
        var next = reader.Ahead(1);
        return reader.Next.IsNumber && (next.IsGluedSign(":") || next.Is(WordKind.AmPm) || next.Is(WordKind.OClock));
    }

    private static void TakeJoint(PhraseReader reader)
    {
        if (reader.Next.IsGlued)
            reader.TakeSign('-');
    }
}
