using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads periods: <c>next month</c>, <c>the week</c>, <c>october</c>, <c>may next year</c>, <c>2027</c>.</summary>
internal static class PeriodReader
{
    private const int FirstYear = 1970;
    private const int FourDigits = 4;

    internal static Period? Read(PhraseReader reader, Present present)
    {
        var start = reader.At;
        reader.Take(WordKind.The);
        if (ReadMonth(reader, present) is { } month)
            return month;
        if (TakeYear(reader, present, out var year))
            return Period.Around(new DateTime(year, 1, 1), AtUnit.Year);
        return ReadUnit(reader, present) ?? reader.BackTo<Period>(start);
    }

    /// <summary><c>next month</c>, <c>month</c>: periods of the calendar.</summary>
    internal static Period? ReadUnit(PhraseReader reader, Present present)
    {
        var start = reader.At;
        reader.Take(WordKind.Which, out var which);
        if (!reader.Take(WordKind.Unit, out var index) || Period.Around(present.Today, PhraseUnits.All[index]) is not { } period)
            return reader.BackTo<Period>(start);
        return period.Away(which, period.Unit) ?? OutOfRange(reader, start);
    }

    /// <summary><c>october</c>, <c>next october</c>, that of the next year, <c>october 2027</c>, <c>october next year</c>.</summary>
    internal static Period? ReadMonth(PhraseReader reader, Present present)
    {
        var start = reader.At;
        var isSaid = reader.Take(WordKind.Which, out var which);
        if (!reader.Take(WordKind.Month, out var month))
            return reader.BackTo<Period>(start);
        return !isSaid ? OfMonth(reader, present, month)
            : IsYear(reader, start, present.Today.Year + which) ? Period.OfMonth(present.Today.Year + which, month)
            : null;
    }

    /// <summary>The month, of the year that comes next in the text or of the coming one.</summary>
    internal static Period? OfMonth(PhraseReader reader, Present present, int month) =>
        TakeYear(reader, present, out var year) ? Period.OfMonth(year, month) : Period.OfMonth(present.Today.Year, month, AtUnit.Year);

    /// <summary><c>2027</c>, <c>, 2027</c>, <c>next year</c>, <c>of this year</c>; four digits that are no clock time.</summary>
    internal static bool TakeYear(PhraseReader reader, Present present, out int year)
    {
        var start = reader.At;
        if (!reader.TakeSign(',') && !reader.TakeSign('-') && !reader.Take(WordKind.Of))
            reader.Take(WordKind.In);
        var beforeYear = reader.At;
        if (TakeYearDigits(reader, out year))
            return IsYear(reader, beforeYear, year);
        if (reader.Take(WordKind.Which, out var which) && PhraseUnits.Take(reader, AtUnit.Year))
            return IsYear(reader, beforeYear, year = present.Today.Year + which);
        reader.At = start;
        return false;
    }

    internal static bool TakeYearDigits(PhraseReader reader, out int year)
    {
        year = 0;
        return reader.Next.Text.Length == FourDigits && !reader.Ahead(1).IsGluedSign(":") && reader.TakeDigits(out year);
    }

    /// <summary>Whether a year can be meant; refused where it cannot.</summary>
    internal static bool IsYear(PhraseReader reader, int token, int year)
    {
        var isYear = year >= FirstYear && year <= DateTime.MaxValue.Year;
        if (!isYear)
            reader.Refuse(token, "a year from 1970 to 9999");
        return isYear;
    }

    private static Period? OutOfRange(PhraseReader reader, int token)
    {
        reader.Refuse(token, SpanReader.ExpectedInRange);
        return null;
    }
}
