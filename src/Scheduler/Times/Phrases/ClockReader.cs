using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads clock times: <c>5pm</c>, <c>9 o'clock</c>, <c>9:30</c>, <c>half past nine</c>, <c>noon</c>.</summary>
internal static class ClockReader
{
    private const int HoursADay = 24;
    private const int HoursOfHalfDay = 12;
    private const int MinutesAnHour = 60;
    private const int LastBelowTen = 9;

    /// <summary>The clock time that comes next. What is only a number is one where <paramref name="takes"/> says so.</summary>
    internal static Clock? Read(PhraseReader reader, NumberAlone takes)
    {
        var clock = ReadNamed(reader) ?? ReadRelative(reader) ?? ReadDigits(reader, takes) ?? ReadWords(reader, takes);
        if (clock is not null)
            reader.IsUtc |= reader.Take(WordKind.Utc);
        return clock;
    }

    /// <summary><c>noon</c>, <c>12 noon</c>.</summary>
    private static Clock? ReadNamed(PhraseReader reader)
    {
        var start = reader.At;
        if (reader.Next.Text == "12")
            reader.TakeDigits(out _);
        return reader.Take(WordKind.Clock, out var hour) ? new Clock(TimeSpan.FromHours(hour), false) : reader.BackTo<Clock>(start);
    }

    /// <summary><c>half past nine</c>, <c>quarter to ten</c>, <c>5 minutes past 9</c>, <c>ten to noon</c>.</summary>
    private static Clock? ReadRelative(PhraseReader reader)
    {
        var start = reader.At;
        var hasArticle = reader.Take(WordKind.One);
        if (reader.Take(WordKind.Half, out var minutes) || reader.Take(WordKind.Quarter, out minutes))
            minutes = MinutesAnHour / minutes;
        else if (!hasArticle && NumberReader.TakeNumber(reader, out minutes) && reader.IsNext(WordKind.Unit))
            PhraseUnits.Take(reader, AtUnit.Minute);
        var hasMinutes = reader.At > start && minutes is > 0 and < MinutesAnHour;
        if (!hasMinutes || !reader.Take(WordKind.Past, out var sign) && !reader.Take(WordKind.To, out sign))
            return reader.BackTo<Clock>(start);
        var hour = ReadNamed(reader) ?? ReadDigits(reader, NumberAlone.Hour) ?? ReadWords(reader, NumberAlone.Hour);
        return hour is null ? reader.BackTo<Clock>(start) : hour.Turned(TimeSpan.FromMinutes(sign * minutes));
    }

    private static Clock? ReadDigits(PhraseReader reader, NumberAlone takes)
    {
        var start = reader.At;
        return ClockDigits.Read(reader, out var hour, out var rest) is { } form
            ? ReadHour(reader, start, hour, rest, form == NumberAlone.HourAndMinute || form <= takes && !IsSomethingElse(reader))
            : reader.BackTo<Clock>(start);
    }

    /// <summary><c>nine</c>, <c>nine thirty</c>.</summary>
    private static Clock? ReadWords(PhraseReader reader, NumberAlone takes)
    {
        var start = reader.At;
        if (reader.Next.IsNumber || !NumberReader.TakeNumber(reader, out var hour))
            return null;
        var afterHour = reader.At;
        if (reader.Next.IsNumber || !NumberReader.TakeNumber(reader, out var minute) || minute <= LastBelowTen)
            (reader.At, minute) = (afterHour, 0);
        var isEnough = minute > 0 || takes == NumberAlone.Hour && !IsSomethingElse(reader);
        return ReadHour(reader, start, hour, TimeSpan.FromMinutes(minute), isEnough);
    }

    private static Clock? ReadHour(PhraseReader reader, int start, int hour, TimeSpan rest, bool isEnough)
    {
        var isHalfDay = reader.Take(WordKind.AmPm, out var afternoon);
        var isClock = isHalfDay || reader.Take(WordKind.OClock) || isEnough;
        if (!isClock || reader.IsRefused)
            return reader.BackTo<Clock>(start);
        if (isHalfDay ? hour is < 1 or > HoursOfHalfDay : TimeSpan.FromHours(hour) + rest > TimeSpan.FromHours(HoursADay))
        {
            reader.Refuse(start, isHalfDay ? "an hour from 1 to 12" : "a time from 0:00 to 24:00");
            return null;
        }

        var ofDay = isHalfDay ? hour % HoursOfHalfDay + afternoon : hour;
        return new Clock(TimeSpan.FromHours(ofDay) + rest, !isHalfDay && hour is >= 1 and <= HoursOfHalfDay);
    }

    // 27 may, 5 minutes, 10th, 1/3
    private static bool IsSomethingElse(PhraseReader reader) =>
        reader.IsNext(WordKind.Month) || reader.IsNext(WordKind.Unit) || reader.Next is { IsGlued: true, Text: not ("," or "+" or "utc") };
}
