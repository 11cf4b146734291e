using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads spans: <c>5 minutes</c>, <c>1 hour and 30 minutes</c>, <c>2h30m</c>, <c>half an hour</c>, <c>1.5 hours</c>.</summary>
internal static class SpanReader
{
    internal const string ExpectedInRange = "a number that leads to the years 1 to 9999";

    internal static Span? Read(PhraseReader reader)
    {
        var span = IsoSpan.Read(reader) ?? ReadPiece(reader, Span.Zero);
        for (var sum = span; sum is not null; sum = ReadNext(reader, sum))
            span = sum;
        return span;
    }

    private static Span? ReadNext(PhraseReader reader, Span sum)
    {
        var start = reader.At;
        reader.TakeSign(',');
        reader.Take(WordKind.And);
        return ReadPiece(reader, sum) ?? reader.BackTo<Span>(start);
    }

    private static Span? ReadPiece(PhraseReader reader, Span sum) =>
        ReadFraction(reader, sum) ?? ReadDecimal(reader, sum) ?? ReadCounted(reader, sum);

    /// <summary><c>half an hour</c>, <c>a quarter of an hour</c>, <c>a half day</c>.</summary>
    private static Span? ReadFraction(PhraseReader reader, Span sum)
    {
        var start = reader.At;
        reader.Take(WordKind.One);
        if (!reader.Take(WordKind.Half, out var parts) && !reader.Take(WordKind.Quarter, out parts))
            return reader.BackTo<Span>(start);
        reader.Take(WordKind.Of);
        reader.Take(WordKind.One);
        return TakeUnit(reader, out var unit) ? PlusPart(reader, start, sum, unit, parts) : reader.BackTo<Span>(start);
    }

    /// <summary><c>1.5 hours</c>: only of elapsed time, because no calendar has half a month.</summary>
    private static Span? ReadDecimal(PhraseReader reader, Span sum)
    {
        var start = reader.At;
        if (!reader.Ahead(1).IsGluedSign(".") || !reader.TakeDigits(out var whole))
            return null;
        if (!NumberReader.TakeDecimals(reader, out var part) || !TakeUnit(reader, out var unit))
            return reader.BackTo<Span>(start);
        if (unit.IsCalendar)
            return Refused(reader, start, $"a whole number of {PhraseUnits.Plural(unit)}");
        return InRange(reader, start, sum.Plus(whole, unit)?.Plus((long)(part * unit.Length), PhraseUnits.Tick));
    }

    /// <summary><c>5 minutes</c>, <c>one and a half hours</c>, <c>an hour and a half</c>.</summary>
    private static Span? ReadCounted(PhraseReader reader, Span sum)
    {
        var start = reader.At;
        if (!NumberReader.TakeCount(reader, out var count))
            return null;
        var hasHalf = TakeAndAHalf(reader);
        if (!TakeUnit(reader, out var unit))
            return reader.BackTo<Span>(start);
        var span = InRange(reader, start, sum.Plus(count, unit));
        return span is not null && (hasHalf || TakeAndAHalf(reader)) ? PlusPart(reader, start, span, unit, 2) : span;
    }

    // Not the beginning of another piece: an hour and half a minute.
    private static bool TakeAndAHalf(PhraseReader reader)
    {
        var start = reader.At;
        var isTaken = reader.Take(WordKind.And) && TakeHalf(reader) && !reader.IsNext(WordKind.One);
        reader.At = isTaken ? reader.At : start;
        return isTaken;
    }

    private static bool TakeHalf(PhraseReader reader)
    {
        reader.Take(WordKind.One);
        return reader.Take(WordKind.Half);
    }

    private static bool TakeUnit(PhraseReader reader, out AtUnit unit)
    {
        var isTaken = reader.Take(WordKind.Unit, out var index);
        unit = PhraseUnits.All[index];
        return isTaken;
    }

    private static Span? PlusPart(PhraseReader reader, int start, Span sum, AtUnit unit, int parts)
    {
        var length = unit.Length / parts;
        // Half a day is twelve hours, half a year six months; half a month or week is nothing that the calendar has.
        if (!unit.IsCalendar || unit == AtUnit.Day)
            return InRange(reader, start, sum.Plus(length, PhraseUnits.Tick));
        return unit.IsOfMonths && unit.Length % parts == 0
            ? InRange(reader, start, sum.Plus(length, AtUnit.Month))
            : Refused(reader, start, $"a whole number of {PhraseUnits.Plural(unit)}");
    }

    private static Span? InRange(PhraseReader reader, int start, Span? span) => span ?? Refused(reader, start, ExpectedInRange);

    private static Span? Refused(PhraseReader reader, int token, string expected)
    {
        reader.Refuse(token, expected);
        return null;
    }
}
