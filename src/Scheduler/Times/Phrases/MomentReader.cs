namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads a day, a clock time and a part of the day, each at most once, in any order; or what is a span away from those.</summary>
internal static class MomentReader
{
    internal static Moment? Read(PhraseReader reader, Present present)
    {
        if (reader.Take(WordKind.Now))
            return present.Moment;
        var said = Said.Nothing;
        var first = reader.At;
        for (var at = first; !reader.IsRefused && !said.IsComplete; at = reader.At)
        {
            var hasAt = TakeJoints(reader);
            var token = reader.At;
            if (said.Clock is null && ClockReader.Read(reader, Takes(reader, said, hasAt)) is { } clock)
                said = said with { Clock = clock, ClockToken = token };
            else if (said.Day is null && ShiftReader.Read(reader, present) is { } moment)
            {
                if (moment.IsNow || moment.Elapsed != 0)
                    return said == Said.Nothing ? moment : Refused(reader, token, "a day: the time of day was said before");
                said = said with { Day = new SaidDay(moment.Wall) };
            }
            else if (said.Day is null && DayReader.Read(reader, present) is { } day)
                said = said with { Day = day, Part = day.Part ?? said.Part };
            else if (said.Part is null && ReadPart(reader) is { } part)
                said = said with { Part = part };
            else
            {
                reader.At = at;
                break;
            }
        }

        return reader.IsRefused ? null : Of(reader, present, said, first);
    }

    private static Moment? Of(PhraseReader reader, Present present, Said said, int first)
    {
        if (reader.At == first)
            return null;
        var time = said.Part is null ? said.Clock?.Time ?? said.Day!.Time
            : said.Clock is null ? said.Part.Start
            : said.Part.TimeOf(said.Clock);
        if (time is not { } ofDay)
            return Refused(reader, said.ClockToken, $"a time in the {said.Part!.Name}");
        var wall = (said.Day?.Date ?? present.Today).Ticks + ofDay.Ticks;
        if (wall > DateTime.MaxValue.Ticks)
            return Refused(reader, first, SpanReader.ExpectedInRange);
        return new Moment(new DateTime(wall))
        {
            IsClockAlone = said.Day is null && said.Part is null,
            IsDayAlone = said.Clock is null && said.Part is null,
        };
    }

    private static Moment? Refused(PhraseReader reader, int token, string expected)
    {
        reader.Refuse(token, expected);
        return null;
    }

    // In front of an hour, at makes a clock time of it.
    private static bool TakeJoints(PhraseReader reader)
    {
        reader.TakeSign(',');
        var hasAt = reader.Take(WordKind.At) || reader.TakeSign('@');
        if (!hasAt && !reader.Take(WordKind.On) && reader.IsNext(WordKind.In) && IsMonth(reader.Ahead(1)))
            reader.Take(WordKind.In);
        return hasAt;
    }

    private static bool IsMonth(Token token) => token.Is(WordKind.Month);

    private static NumberAlone Takes(PhraseReader reader, Said said, bool hasAt) =>
        hasAt || said.Part is not null || IsPartNext(reader) ? NumberAlone.Hour
        : said.Day is not null || reader.Ahead(1).Is(WordKind.On) ? NumberAlone.FourDigits
        : NumberAlone.HourAndMinute;

    // 6 in the morning
    private static bool IsPartNext(PhraseReader reader)
    {
        if (!reader.Next.IsNumber && !reader.IsNext(WordKind.Number))
            return false;
        var start = reader.At++;
        var isPart = ReadPart(reader) is not null;
        reader.At = start;
        return isPart;
    }

    /// <summary><c>morning</c>, <c>in the evening</c>, <c>at night</c></summary>
    private static DayPart? ReadPart(PhraseReader reader)
    {
        var start = reader.At;
        if (reader.Take(WordKind.In) || reader.Take(WordKind.At))
            reader.Take(WordKind.The);
        return reader.Take(WordKind.Part, out var part) ? DayPart.All[part] : reader.BackTo<DayPart>(start);
    }

    private sealed record Said(SaidDay? Day, Clock? Clock, int ClockToken, DayPart? Part)
    {
        internal static readonly Said Nothing = new(null, null, 0, null);

        internal bool IsComplete => Day is not null && Clock is not null && Part is not null;
    }
}
