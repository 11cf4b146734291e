namespace JobQueue.Scheduler.Times.At;

/// <summary>Reads times of day: <c>1630</c>, <c>4pm</c>, <c>4:30 pm</c>, <c>16h30</c>, <c>noon</c>.</summary>
internal static class AtClockReader
{
    private const string ExpectedHour = "an hour from 0 to 24";
    private const string ExpectedMinute = "a minute from 00 to 59";
    private const int LastHour = 24;
    private const int LastMinute = 59;
    private const int HalfDayHours = 12;

    /// <summary>The time of a number of four digits.</summary>
    internal static AtFault? ReadFourDigits(ref AtCursor cursor, out TimeSpan clock)
    {
        var token = cursor.Take();
        cursor.Expect(AtExpectation.AfterTime);
        return Of(token, token.Value / 100, token.Value % 100, out clock);
    }

    /// <summary>The time of hour, separator and minute; am or pm may follow.</summary>
    internal static AtFault? ReadHourMinute(ref AtCursor cursor, out TimeSpan clock)
    {
        var token = cursor.Take();
        cursor.Expect(AtExpectation.AfterHourMinute);
        var (hour, minute) = (token.Value / 100, token.Value % 100);
        return cursor.Is(AtTokenKinds.HalfDay)
            ? ReadHalfDay(ref cursor, token, hour, minute, out clock)
            : Of(token, hour, minute, out clock);
    }

    /// <summary>The time of an hour; am or pm comes next.</summary>
    internal static AtFault? ReadHour(ref AtCursor cursor, AtToken hour, out TimeSpan clock) =>
        ReadHalfDay(ref cursor, hour, hour.Value, 0, out clock);

    internal static TimeSpan ReadNamed(ref AtCursor cursor)
    {
        var clock = TimeSpan.FromHours(cursor.Take().Value);
        cursor.Expect(AtExpectation.AfterTime);
        return clock;
    }

    /// <summary>What is wrong with a number and a colon that are no token together; null where there is no colon.</summary>
    internal static AtFault? FaultOfColon(ReadOnlySpan<char> text, AtToken hour) =>
        hour.End == text.Length || text[hour.End] != ':' ? null
            : hour.Value > LastHour ? new(hour.Start, hour.Length, ExpectedHour)
            : new(hour.End + 1, 0, ExpectedMinute);

    private static AtFault? ReadHalfDay(ref AtCursor cursor, AtToken token, int hour, int minute, out TimeSpan clock)
    {
        var half = cursor.Take();
        cursor.Expect(AtExpectation.AfterTime);
        if (hour is >= 1 and <= HalfDayHours)
            return Of(token, hour % HalfDayHours + half.Value, minute, out clock);
        clock = default;
        return new(token.Start, token.Length, "an hour from 1 to 12, with am or pm");
    }

    private static AtFault? Of(AtToken token, int hour, int minute, out TimeSpan clock)
    {
        clock = new TimeSpan(hour, minute, 0);
        return hour > LastHour ? new(token.Start, token.Length, ExpectedHour)
            : minute > LastMinute ? new(token.End - 2, 2, ExpectedMinute)
            : null;
    }
}
