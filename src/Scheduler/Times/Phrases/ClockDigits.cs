namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>Reads the digits of clock times: <c>9</c>, <c>9:30</c>, <c>9.30</c>, <c>9h30</c>, <c>06:56:06.5</c>, <c>1700</c>.</summary>
internal static class ClockDigits
{
    private const int TwoDigits = 2;
    private const int FourDigits = 4;
    private const int LastMinute = 59;

    /// <summary>How much stands there: the hour, and what is after it; null where no clock time begins.</summary>
    internal static NumberAlone? Read(PhraseReader reader, out int hour, out TimeSpan rest)
    {
        (hour, rest) = (0, TimeSpan.Zero);
        var length = reader.Next.Text.Length;
        if (!reader.Next.IsNumber || length is not (1 or TwoDigits or FourDigits))
            return null;
        reader.TakeDigits(out var number);
        (hour, var minute) = length == FourDigits ? (number / 100, number % 100) : (number, 0);
        if (length == FourDigits)
        {
            if (minute > LastMinute)
                return null;
            rest = TimeSpan.FromMinutes(minute);
            return NumberAlone.FourDigits;
        }

        if (!HasMinute(reader))
            return NumberAlone.Hour;
        rest = TimeSpan.FromMinutes(TakeSexagesimal(reader, "a minute from 00 to 59"));
        if (!reader.Next.IsGluedSign(":"))
            return NumberAlone.HourAndMinute;
        rest += TimeSpan.FromSeconds(TakeSexagesimal(reader, "a second from 00 to 59"));
        if (NumberReader.TakeDecimals(reader, out var part))
            rest += new TimeSpan((long)(part * TimeSpan.TicksPerSecond));
        return NumberAlone.HourAndMinute;
    }

    // 9:5 is a clock time with a fault; 1.5 hours, 2h30m and 27.5.2027 are none.
    private static bool HasMinute(PhraseReader reader)
    {
        if (!reader.Next.IsGlued)
            return false;
        var end = reader.Ahead(TwoDigits);
        return reader.Next.Text == ":"
            || reader.Next.Text is "." or "h" && reader.Ahead(1) is { IsGluedNumber: true, Text.Length: TwoDigits }
                && !end.Is(WordKind.Unit) && !end.IsGluedSign(".");
    }

    private static int TakeSexagesimal(PhraseReader reader, string expected)
    {
        var number = ++reader.At;
        if (reader.Next is not { IsGlued: true, Text.Length: TwoDigits } || !reader.TakeDigits(out var value) || value > LastMinute)
        {
            reader.Refuse(number, expected);
            return 0;
        }

        return value;
    }
}
