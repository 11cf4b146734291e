using System.Globalization;
using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Times.At;

/// <summary>Reads when a one-time job is due.</summary>
/// <remarks>
/// A part of at(1)'s grammar: <c>now</c>, <c>now + 5 minutes</c>, <c>16:30</c>; and RFC 3339 instants. Other than in at, <c>now</c> keeps
/// its seconds, minutes and hours are elapsed time, and days and weeks keep the wall clock: a time in a gap is moved forward by the gap, a
/// time that comes twice is the first unless that is past.
/// </remarks>
internal static class AtTime
{
    private const string ExpectedStart = "now, a time like 16:30 or an instant like 2026-03-29T03:00:00+02:00";
    private const string ExpectedEnd = "the end";
    private const int HoursADay = 24;
    private const int MinutesAnHour = 60;

    // 16 digits of any unit are beyond the year 9999, and fit a long.
    private const int MostCountDigits = 16;

    /// <summary>The instant that <paramref name="text"/> means at <paramref name="now"/>, or where understanding ended.</summary>
    /// <example><c>now + 5 minutes</c>, <c>16:30</c>, <c>2026-03-29T03:00:00+02:00</c></example>
    internal static AtResult Parse(string text, DateTimeOffset now, TimeZoneInfo zone)
    {
        var reader = new AtReader(text);
        var result = InstantText.IsMeant(reader.Rest) ? InstantText.Read(reader.Rest.TrimEnd(" \t\r\n"), reader.Column)
            : reader.TakeWord("now") ? ReadIncrement(ref reader, now, zone)
            : !reader.IsAtEnd && char.IsAsciiDigit(reader.Rest[0]) ? ReadClock(ref reader, now, zone)
            : reader.Fault(ExpectedStart);
        return result.Instant is { } instant && instant < PresentMinute(now) ? Past(text, now - instant) : result;
    }

    private static AtResult ReadIncrement(ref AtReader reader, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (reader.IsAtEnd)
            return AtResult.Of(now);
        var sign = reader.TakeAny("+-");
        if (sign == '\0')
            return reader.Fault("+ or - and a span like 5 minutes, or the end");
        var start = reader;
        var digits = reader.TakeDigits().TrimStart('0');
        if (reader.Column == start.Column)
            return reader.Fault("a number");
        var beforeUnit = reader;
        if (AtUnit.Named(reader.TakeLetters()) is not { } unit)
            return beforeUnit.Fault(AtUnit.Expected);
        if (!reader.IsAtEnd)
            return reader.Fault(ExpectedEnd);
        var count = digits.Length > MostCountDigits ? long.MaxValue : digits.IsEmpty ? 0 : long.Parse(digits, CultureInfo.InvariantCulture);
        return unit.From(now, sign == '-' ? -count : count, zone) is { } instant
            ? AtResult.Of(instant)
            : start.Fault("a number that leads to the years 1 to 9999");
    }

    private static AtResult ReadClock(ref AtReader reader, DateTimeOffset now, TimeZoneInfo zone)
    {
        var start = reader;
        var hour = reader.TakeDigits();
        // at(1) has a clock time as one token, without blanks.
        if (hour.Length > 2 || reader.Column != start.Column + hour.Length || reader.TakeAny(":") == '\0')
            return start.Fault(ExpectedStart);
        var beforeMinute = reader;
        var minute = reader.TakeDigits();
        if (minute.Length != 2 || Number(minute) >= MinutesAnHour)
            return beforeMinute.Fault("a minute from 00 to 59");
        if (Number(hour) > HoursADay)
            return start.Fault("an hour from 0 to 24");
        if (!reader.IsAtEnd)
            return reader.Fault(ExpectedEnd);
        return Coming(new TimeSpan(Number(hour), Number(minute), 0), now, zone) is { } instant
            ? AtResult.Of(instant)
            : start.Fault("a time in the years 1 to 9999");
    }

    /// <summary>The clock time today; tomorrow if that is at or before the present minute (at(1)). 24:00 is the end of the day.</summary>
    private static DateTimeOffset? Coming(TimeSpan clock, DateTimeOffset now, TimeZoneInfo zone)
    {
        var after = PresentMinute(now) + TimeSpan.FromTicks(1);
        var today = WallClock.At(now, zone).Date.Ticks;
        return Resolve(today) is { } instant && instant >= after ? instant : Resolve(today + TimeSpan.TicksPerDay);

        DateTimeOffset? Resolve(long day) =>
            day + clock.Ticks > DateTime.MaxValue.Ticks ? null : WallClock.InstantOf(new DateTime(day + clock.Ticks), zone, after);
    }

    private static DateTimeOffset PresentMinute(DateTimeOffset now) =>
        new(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);

    private static AtResult Past(string text, TimeSpan ago)
    {
        var whole = TimeSpan.FromSeconds(Math.Ceiling(ago.TotalSeconds));
        return AtResult.Fault(text.Length - text.AsSpan().TrimStart().Length + 1, text.AsSpan().Trim(), $"a time to come: that was {Duration.Print(whole)} ago");
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
