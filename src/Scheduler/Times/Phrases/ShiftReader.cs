namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads what is a span away: <c>in 5 minutes</c>, <c>10 minutes before noon</c>, <c>6 mondays from now</c>.</summary>
internal static class ShiftReader
{
    internal static Moment? Read(PhraseReader reader, Present present)
    {
        var start = reader.At;
        var isFromNow = reader.Take(WordKind.In) | reader.TakeSign('+');
        var sign = reader.TakeSign('-') ? -1 : 1;
        return (isFromNow ? null : ReadUnitAhead(reader, present))
            ?? ReadDays(reader, present, isFromNow)
            ?? ReadSpan(reader, present, isFromNow || sign < 0, sign)
            ?? reader.BackTo<Moment>(start);
    }

    /// <summary>A moment with at(1)'s increment, if there is one: <c>friday at 9:00 + 2 days</c>.</summary>
    internal static Moment? ReadIncrement(PhraseReader reader, Moment moment)
    {
        var sign = reader.TakeSign('-') ? -1 : 1;
        if (sign > 0 && !reader.TakeSign('+'))
            return moment;
        var start = reader.At;
        return SpanReader.Read(reader) is { } span ? Away(reader, start, moment, span.Times(sign)) : null;
    }

    /// <summary><c>next second</c>, one from now; <c>this minute</c>, its beginning: of units that are no periods of days.</summary>
    private static Moment? ReadUnitAhead(PhraseReader reader, Present present)
    {
        var start = reader.At;
        if (!reader.Take(WordKind.Which, out var which) || !reader.Take(WordKind.Unit, out var index))
            return reader.BackTo<Moment>(start);
        var unit = PhraseUnits.All[index];
        if (Period.Around(present.Today, unit) is not null)
            return reader.BackTo<Moment>(start);
        return which == 0
            ? new Moment(present.Wall.AddTicks(-(present.Wall.Ticks % unit.Length)))
            : Away(reader, start, present.Moment, Span.Zero.Plus(which, unit));
    }

    /// <summary><c>6 mondays from now</c>, <c>in 3 business days</c>, <c>2 weekdays before dec 24</c>.</summary>
    private static Moment? ReadDays(PhraseReader reader, Present present, bool isFromNow)
    {
        var start = reader.At;
        if (!NumberReader.TakeCount(reader, out var count) || DayKind.ReadCounted(reader) is not { } kind)
            return reader.BackTo<Moment>(start);
        if (ReadAnchor(reader, present, isFromNow, out var sign) is not { } anchor)
            return reader.BackTo<Moment>(start);
        if (kind.After(anchor.Wall.Date, sign * count) is { } day)
            return new Moment(anchor.IsNow || anchor.IsDayAlone ? day : day + anchor.Wall.TimeOfDay);
        reader.Refuse(start, SpanReader.ExpectedInRange);
        return null;
    }

    private static Moment? ReadSpan(PhraseReader reader, Present present, bool isFromNow, int sign)
    {
        var start = reader.At;
        if ((SpanReader.Read(reader) ?? ReadOneUnit(reader)) is not { } span)
            return null;
        return ReadAnchor(reader, present, isFromNow, out var direction) is { } anchor
            ? Away(reader, start, anchor, span.Times(sign * direction))
            : null;
    }

    /// <summary><c>the day after tomorrow</c></summary>
    private static Span? ReadOneUnit(PhraseReader reader)
    {
        var start = reader.At;
        reader.Take(WordKind.The);
        var isMeant = reader.Ahead(1).Is(WordKind.After) || reader.Ahead(1).Is(WordKind.Before);
        return isMeant && reader.Take(WordKind.Unit, out var unit) ? Span.Zero.Plus(1, PhraseUnits.All[unit]) : reader.BackTo<Span>(start);
    }

    /// <summary>What a span is counted from, now if nothing is said, and the direction.</summary>
    private static Moment? ReadAnchor(PhraseReader reader, Present present, bool isFromNow, out int direction)
    {
        if (reader.Take(WordKind.Ago, out direction) || reader.Take(WordKind.Later, out direction))
            return present.Moment;
        var hasAnchor = reader.Take(WordKind.From, out direction) || reader.Take(WordKind.After, out direction)
            || reader.Take(WordKind.Before, out direction);
        if (hasAnchor)
            return isFromNow && !reader.IsNext(WordKind.Now) ? null : MomentReader.Read(reader, present);
        direction = 1;
        return present.Moment;
    }

    private static Moment? Away(PhraseReader reader, int token, Moment anchor, Span? span)
    {
        var moment = span is null ? null : anchor.Shifted(span);
        if (moment is null)
            reader.Refuse(token, SpanReader.ExpectedInRange);
        return moment;
    }
}
