using System.Globalization;

namespace JobQueue.Scheduler.Times.At;

/// <summary>Reads the whole of a time of at(1): <c>now</c>, a time, a day or a time and a day; then at most one increment.</summary>
internal static class AtSpecReader
{
    // 16 digits of any unit are beyond the year 9999, and fit a long.
    private const int MostCountDigits = 16;

    /// <summary>What is written, or the first fault.</summary>
    /// <example><c>16:30 27.5.2027 + 2 weeks</c></example>
    internal static AtFault? Read(ReadOnlySpan<char> text, out AtSpec spec)
    {
        var cursor = new AtCursor(text);
        spec = default;
        return ReadBase(ref cursor, ref spec) ?? ReadIncrement(ref cursor, ref spec);
    }

    private static AtFault? ReadBase(ref AtCursor cursor, ref AtSpec spec)
    {
        if (cursor.Is(AtTokenKinds.Now))
        {
            cursor.Take();
            cursor.Expect(AtExpectation.AfterBase);
            spec = spec with { IsNow = true };
            return null;
        }

        if (cursor.Token.IsShortNumber)
            return ReadNumber(ref cursor, ref spec);
        if (cursor.Is(AtTokenKinds.HourMinute | AtTokenKinds.NamedTime) || cursor.Token is { Kind: AtTokenKinds.Number, Length: 4 })
            return ReadTime(ref cursor, ref spec) ?? ReadAfterTime(ref cursor, ref spec);
        return AtDateReader.IsNext(cursor) ? ReadDay(ref cursor, ref spec) : cursor.Fault();
    }

    private static AtFault? ReadNumber(ref AtCursor cursor, ref AtSpec spec)
    {
        var number = cursor.Take();
        cursor.Expect(AtExpectation.AfterNumber);
        if (!cursor.Is(AtTokenKinds.HalfDay))
        {
            var badDay = AtDateReader.ReadAfterNumber(ref cursor, number, out var day);
            spec = spec with { Day = day };
            return badDay is null ? null : AtClockReader.FaultOfColon(cursor.Text, number) ?? badDay;
        }

        var fault = AtClockReader.ReadHour(ref cursor, number, out var clock);
        spec = spec with { Clock = clock };
        return fault ?? ReadAfterTime(ref cursor, ref spec);
    }

    private static AtFault? ReadTime(ref AtCursor cursor, ref AtSpec spec)
    {
        AtFault? fault = null;
        var clock = TimeSpan.Zero;
        if (cursor.Is(AtTokenKinds.NamedTime))
            clock = AtClockReader.ReadNamed(ref cursor);
        else
            fault = cursor.Is(AtTokenKinds.Number)
                ? AtClockReader.ReadFourDigits(ref cursor, out clock)
                : AtClockReader.ReadHourMinute(ref cursor, out clock);
        spec = spec with { Clock = clock };
        return fault;
    }

    private static AtFault? ReadAfterTime(ref AtCursor cursor, ref AtSpec spec)
    {
        if (cursor.Is(AtTokenKinds.Utc))
        {
            cursor.Take();
            cursor.Expect(AtExpectation.AfterUtc);
            spec = spec with { IsUtc = true };
        }

        return AtDateReader.IsNext(cursor) ? ReadDay(ref cursor, ref spec) : null;
    }

    private static AtFault? ReadDay(ref AtCursor cursor, ref AtSpec spec)
    {
        var fault = AtDateReader.Read(ref cursor, out var day);
        spec = spec with { Day = day };
        return fault;
    }

    private static AtFault? ReadIncrement(ref AtCursor cursor, ref AtSpec spec)
    {
        if (cursor.Is(AtTokenKinds.End))
            return null;
        if (!cursor.Is(AtTokenKinds.Sign))
            return cursor.Fault();
        var sign = cursor.Take();
        cursor.Expect(AtExpectation.Count);
        if (!cursor.Is(AtTokenKinds.Number))
            return cursor.Fault();
        var count = cursor.Take();
        cursor.Expect(AtExpectation.Unit);
        if (!cursor.Is(AtTokenKinds.Unit))
            return cursor.Fault();
        spec = spec with
        {
            Unit = AtUnit.All[cursor.Take().Value],
            Count = sign.Value * Count(cursor.Text.Slice(count.Start, count.Length)),
            CountStart = count.Start,
        };
        cursor.Expect(AtExpectation.End);
        return cursor.Is(AtTokenKinds.End) ? null : cursor.Fault();
    }

    private static long Count(ReadOnlySpan<char> written)
    {
        var digits = written.TrimStart('0');
        return digits.Length > MostCountDigits ? long.MaxValue : digits.IsEmpty ? 0 : long.Parse(digits, CultureInfo.InvariantCulture);
    }
}
