using System.Globalization;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads days: relative ones, weekdays, dates, ordinals, ends of periods.</summary>
internal static class DayReader
{
    internal static SaidDay? Read(PhraseReader reader, Present present) =>
        EdgeReader.Read(reader, present) ?? ReadNamed(reader, present) ?? ReadAhead(reader, present);

    /// <summary>A day that is named, not counted: <c>tomorrow</c>, <c>friday</c>, <c>27th of may</c>.</summary>
    internal static SaidDay? ReadNamed(PhraseReader reader, Present present) =>
        ReadRelative(reader, present) ?? ReadDate(reader, present) ?? ReadWeekday(reader, present);

    private static SaidDay? ReadRelative(PhraseReader reader, Present present) =>
        reader.Take(WordKind.RelativeDay, out var days) ? At(reader, reader.At - 1, PhraseUnits.DayFrom(present.Today, days)) : null;

    private static SaidDay? ReadDate(PhraseReader reader, Present present)
    {
        var start = reader.At;
        return ReadDayIn(reader, present) is { } day ? At(reader, start, day.Coming(present.Today)) : null;
    }

    private static DayIn? ReadDayIn(PhraseReader reader, Present present) =>
        NumericDate.Read(reader) ?? DateReader.Read(reader, present) ?? OrdinalReader.Read(reader, present);

    /// <summary><c>friday</c>, the coming one; <c>friday next week</c>; <c>friday the 13th</c>; <c>friday, 27 november</c>.</summary>
    private static SaidDay? ReadWeekday(PhraseReader reader, Present present)
    {
        var start = reader.At;
        if (reader.Ahead(1).Is(WordKind.Which))
            reader.Take(WordKind.The);
        var isBare = !reader.Take(WordKind.Which, out var which);
        if (!reader.Take(WordKind.Weekday, out var weekday))
            return reader.BackTo<SaidDay>(start);
        var kind = DayKind.Of((DayOfWeek)weekday);
        if (ReadWeek(reader, present) is { } week)
            return At(reader, start, week.Coming(present.Today, 1, kind));
        return isBare && ReadDateOfWeekday(reader, present, start, kind) is { } date
            ? date
            : At(reader, start, kind.After(present.Today, which < 0 ? -1 : 1));
    }

    private static Period? ReadWeek(PhraseReader reader, Present present)
    {
        var start = reader.At;
        if (!reader.Take(WordKind.Of) && !reader.IsNext(WordKind.Which))
            return null;
        reader.Take(WordKind.The);
        return PeriodReader.ReadUnit(reader, present) is { } period && period.Unit == AtUnit.Week ? period : reader.BackTo<Period>(start);
    }

    private static SaidDay? ReadDateOfWeekday(PhraseReader reader, Present present, int weekday, DayKind kind)
    {
        var start = reader.At;
        reader.TakeSign(',');
        if (ReadDayIn(reader, present) is not { } day)
            return reader.BackTo<SaidDay>(start);
        if (day.Period.Step == AtUnit.Month && day.Kind == DayKind.Any)
            return At(reader, weekday, day.Being(kind).Coming(present.Today));
        var said = At(reader, start, day.Coming(present.Today));
        if (said is not null && !kind.Includes(said.Date))
            reader.Refuse(weekday, string.Create(CultureInfo.InvariantCulture, $"{said.Date:dddd}, the weekday of {said.Date:yyyy-MM-dd}"));
        return said;
    }

    /// <summary><c>next week wednesday</c>, <c>next month on the 10th</c>, <c>next business day</c>, <c>this evening</c>.</summary>
    private static SaidDay? ReadAhead(PhraseReader reader, Present present)
    {
        var start = reader.At;
        reader.Take(WordKind.The);
        if (!reader.Take(WordKind.Which, out var which) && !reader.IsNext(WordKind.Weekend))
            return reader.BackTo<SaidDay>(start);
        if (reader.Take(WordKind.Part, out var part))
            return At(reader, start, PhraseUnits.DayFrom(present.Today, which)) is { } day ? day with { Part = DayPart.All[part] } : null;
        if (reader.Take(WordKind.Weekend))
        {
            var week = Period.Around(present.Today, AtUnit.Week)?.Away(which, AtUnit.Week);
            return At(reader, start, week?.Coming(present.Today, 1, DayKind.Weekend));
        }

        if (which != 0 && DayKind.Read(reader, takesAny: false) is { } kind)
            return At(reader, start, kind.After(present.Today, which));
        reader.At = reader.IsNext(WordKind.Unit) ? reader.At - 1 : start;
        return PeriodReader.ReadUnit(reader, present) is { } period
            ? ReadInPeriod(reader, present, start, period, which)
            : reader.BackTo<SaidDay>(start);
    }

    private static SaidDay? ReadInPeriod(PhraseReader reader, Present present, int start, Period period, int which)
    {
        var afterPeriod = reader.At;
        reader.Take(WordKind.On);
        reader.Take(WordKind.The);
        if (period.Unit == AtUnit.Week && DayKind.Read(reader, takesAny: false) is { } weekday)
            return At(reader, start, period.Coming(present.Today, 1, weekday));
        if (NumberReader.TakeOrdinal(reader, out var ordinal))
            return At(reader, start, period.Coming(present.Today, ordinal, DayKind.Read(reader, takesAny: true) ?? DayKind.Any));
        reader.At = afterPeriod;
        // at(1): next week is a week from now. A quarter is none of its units: the next one begins with its first day.
        var isPeriod = which == 0 || period.Unit == PhraseUnits.Quarter;
        return At(reader, start, isPeriod ? period.Start : period.Unit.WallFrom(present.Today, which));
    }

    private static SaidDay? At(PhraseReader reader, int token, DateTime? day)
    {
        if (day is { } known)
            return new SaidDay(known);
        reader.Refuse(token, "a day that its month or year has");
        return null;
    }
}
