using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads days by number: <c>2nd friday in august</c>, <c>10th of next month</c>, <c>the 15th</c>.</summary>
internal static class OrdinalReader
{
    internal static DayIn? Read(PhraseReader reader, Present present)
    {
        var start = reader.At;
        reader.Take(WordKind.The);
        if (!NumberReader.TakeOrdinal(reader, out var ordinal))
            return reader.BackTo<DayIn>(start);
        var kind = DayKind.Read(reader, takesAny: true);
        if (kind is null && PhraseUnits.Take(reader, AtUnit.Month))
            return OfMonths(reader, present, ordinal) ?? reader.BackTo<DayIn>(start);
        var period = kind is not null || IsOfPeriod(reader, ordinal) ? ReadPeriod(reader, present) : null;
        // Without a period, the last friday is the one that was; the word second is no day.
        if (period is null && (ordinal < 0 || kind is null && !IsDate(reader, start)))
            return reader.BackTo<DayIn>(start);
        var step = kind == DayKind.Any ? AtUnit.Year : AtUnit.Month;
        return new DayIn(period ?? Period.Around(present.Today, step, step)!, ordinal, kind ?? DayKind.Any);
    }

    // 15th and the fifteenth.
    private static bool IsDate(PhraseReader reader, int start) => reader.At - start > 1;

    // 10th of the month, 10th next month; but the last month is no day.
    private static bool IsOfPeriod(PhraseReader reader, int ordinal) =>
        reader.IsNext(WordKind.Of) || reader.IsNext(WordKind.In) || ordinal > 0 && reader.IsNext(WordKind.Which);

    private static Period? ReadPeriod(PhraseReader reader, Present present)
    {
        var start = reader.At;
        if (!reader.Take(WordKind.Of))
            reader.Take(WordKind.In);
        return PeriodReader.Read(reader, present) ?? reader.BackTo<Period>(start);
    }

    /// <summary><c>8th month next year</c>: its first day.</summary>
    private static DayIn? OfMonths(PhraseReader reader, Present present, int ordinal)
    {
        var months = ordinal - 1;
        return ReadPeriod(reader, present) is { } year && year.Unit == AtUnit.Year && months is >= 0 and < 12
            && year.Away(months, AtUnit.Month) is { } month
            ? new DayIn(Period.Around(month.Start, AtUnit.Month)!, 1, DayKind.Any)
            : null;
    }
}
