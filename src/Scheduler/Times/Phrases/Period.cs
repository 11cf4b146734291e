using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>A stretch of whole days: a day, a week from Monday, a month, a quarter, a year.</summary>
/// <param name="Start">Its first day.</param>
/// <param name="Unit">What it is one of.</param>
/// <param name="Step">Where it was not said which one, the unit by which the coming one is looked for; null where it was.</param>
internal sealed record Period(DateTime Start, AtUnit Unit, AtUnit? Step)
{
    private const int DaysAWeek = 7;

    // In twelve years every date has been every weekday, leap days apart.
    private const int MostSteps = 144;

    private int Days
    {
        get
        {
            var days = Unit == AtUnit.Day ? 1 : Unit == AtUnit.Week ? DaysAWeek : 0;
            for (var month = 0; Unit.IsOfMonths && month < Unit.Length; month++)
                days += DateTime.DaysInMonth(Start.Year, Start.Month + month);
            return days;
        }
    }

    /// <summary>The period of a unit around a day; null for units that have none, and outside the years 1 to 9999.</summary>
    internal static Period? Around(DateTime day, AtUnit unit, AtUnit? step = null)
    {
        var start = unit == AtUnit.Day ? day
            : unit == AtUnit.Week ? PhraseUnits.DayFrom(day, -(((int)day.DayOfWeek + DaysAWeek - 1) % DaysAWeek))
            : unit.IsOfMonths ? new DateTime(day.Year, (day.Month - 1) / (int)unit.Length * (int)unit.Length + 1, 1)
            : (DateTime?)null;
        return start is { } first ? new Period(first, unit, step) : null;
    }

    internal static Period? OfMonth(int year, int month, AtUnit? step = null) => Around(new DateTime(year, month, 1), AtUnit.Month, step);

    /// <summary>The period <paramref name="count"/> units from this one; null outside the years 1 to 9999.</summary>
    internal Period? Away(int count, AtUnit unit) => unit.WallFrom(Start, count) is { } start ? this with { Start = start } : null;

    /// <summary>
    /// The day of the period that is the <paramref name="ordinal"/>th of its kind, -1 the last; where it was not said which period, of the
    /// first one that puts it on today or later. Null where the period has no such day.
    /// </summary>
    internal DateTime? Coming(DateTime today, int ordinal, DayKind kind)
    {
        if (Step is null)
            return Nth(ordinal, kind);
        var period = this;
        for (var step = 0; step < MostSteps && period is not null; step++)
        {
            var isOver = (today - period.Start).Days >= period.Days;
            var day = isOver ? null : period.Nth(ordinal, kind);
            // A month without that day is passed over where any month will do; a day that this year lacks is not moved by years.
            if (day >= today || day is null && !isOver && Step == AtUnit.Year)
                return day;
            period = period.Away(1, Step);
        }

        return null;
    }

    private DateTime? Nth(int ordinal, DayKind kind)
    {
        var days = Days;
        var left = Math.Abs(ordinal);
        for (var passed = 0; passed < days; passed++)
            if (PhraseUnits.DayFrom(Start, ordinal < 0 ? days - 1 - passed : passed) is { } day && kind.Includes(day) && --left == 0)
                return day;
        return null;
    }
}
