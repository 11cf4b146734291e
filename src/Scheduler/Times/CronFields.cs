using System.Numerics;

namespace JobQueue.Scheduler.Times;

/// <summary>The five fields as sets of bits, and the calendar they make; no zone.</summary>
internal sealed record CronFields
{
    private const int LastYear = 9999;
    private const int MonthsAYear = 12;
    private const int MinutesADay = 24 * 60;
    private static readonly int[] LongestMonths = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    internal required string Text { get; init; }

    internal required ulong Minutes { get; init; }

    internal required ulong Hours { get; init; }

    internal required ulong DaysOfMonth { get; init; }

    internal required ulong Months { get; init; }

    /// <summary>Bits 0 to 6, Sunday is 0.</summary>
    internal required ulong DaysOfWeek { get; init; }

    /// <summary>Whether a day field begins with <c>*</c>: then both must match. Otherwise one suffices (crontab(5)).</summary>
    internal required bool HasStarredDay { get; init; }

    /// <summary>Whether minute or hour begin with <c>*</c>: such a job follows the clock through daylight-saving changes (cron(8)).</summary>
    internal required bool IsWildcard { get; init; }

    /// <summary>Whether no month of <see cref="Months"/> ever has one of the days: <c>30 2</c>.</summary>
    internal bool IsNeverDue =>
        HasStarredDay && Enumerable.Range(1, MonthsAYear).All(
            month => (Months >> month & 1) == 0 || BitOperations.TrailingZeroCount(DaysOfMonth) > LongestMonths[month]);

    /// <summary>The first minute at or after a wall time, in ticks; null where there is none before the year 10000.</summary>
    internal long? FirstFrom(long wallTicks)
    {
        var minute = CeilingMinute(wallTicks);
        if (minute > DateTime.MaxValue.Ticks / TimeSpan.TicksPerMinute)
            return null;
        var wall = new DateTime(minute * TimeSpan.TicksPerMinute);
        var (year, month, day) = wall;
        if (IsDue(year, month, day) && FirstMinuteFrom(wall.Hour, wall.Minute) is { } today)
            return wall.Date.Ticks + today * TimeSpan.TicksPerMinute;
        if (FirstDayAfter(year, month, day) is not { } date)
            return null;
        var first = BitOperations.TrailingZeroCount(Hours) * 60 + BitOperations.TrailingZeroCount(Minutes);
        return date.Ticks + first * TimeSpan.TicksPerMinute;
    }

    /// <summary>How many minutes are due from a wall time on and before another, both in ticks.</summary>
    internal long CountBetween(long from, long before)
    {
        var (first, end) = (CeilingMinute(from), CeilingMinute(before));
        if (first >= end)
            return 0;
        var (firstDay, endDay) = (first / MinutesADay, end / MinutesADay);
        return DaysBefore(endDay, firstDay) * CountOfDay(MinutesADay) - (IsDue(firstDay) ? CountOfDay(first % MinutesADay) : 0)
            + (IsDue(endDay) ? CountOfDay(end % MinutesADay) : 0);
    }

    private static long CeilingMinute(long ticks) => (ticks + TimeSpan.TicksPerMinute - 1) / TimeSpan.TicksPerMinute;

    /// <summary>How many days are due from the first on and before the last; days since 1 January 1.</summary>
    private long DaysBefore(long last, long first)
    {
        long count = 0;
        for (var day = first; day < last;)
        {
            var date = new DateTime(day * TimeSpan.TicksPerDay);
            var daysLeft = Math.Min(DateTime.DaysInMonth(date.Year, date.Month) - date.Day + 1, last - day);
            if ((Months >> date.Month & 1) != 0)
                count += BitOperations.PopCount(DaysOf(date.Year, date.Month) >> date.Day & (1UL << (int)daysLeft) - 1);
            day += daysLeft;
        }

        return count;
    }

    /// <summary>How many minutes of a due day are due before one of them.</summary>
    private int CountOfDay(long minute)
    {
        var (hour, rest) = ((int)(minute / 60), (int)(minute % 60));
        var whole = BitOperations.PopCount(Hours & (1UL << hour) - 1) * BitOperations.PopCount(Minutes);
        return (Hours >> hour & 1) != 0 ? whole + BitOperations.PopCount(Minutes & (1UL << rest) - 1) : whole;
    }

    private bool IsDue(long day) =>
        day * TimeSpan.TicksPerDay < DateTime.MaxValue.Ticks && new DateTime(day * TimeSpan.TicksPerDay) is var date && IsDue(date.Year, date.Month, date.Day);

    private int? FirstMinuteFrom(int hour, int minute)
    {
        if ((Hours >> hour & 1) != 0 && Minutes >> minute is not 0 and var minutes)
            return hour * 60 + minute + BitOperations.TrailingZeroCount(minutes);
        var hours = Hours >> hour >> 1;
        return hours == 0 ? null : (hour + 1 + BitOperations.TrailingZeroCount(hours)) * 60 + BitOperations.TrailingZeroCount(Minutes);
    }

    private bool IsDue(int year, int month, int day) =>
        (Months >> month & 1) != 0 && (DaysOf(year, month) >> day & 1) != 0;

    // The longest search is the 40 years between two 29 February on one weekday around a century: each step is a month of Months.
    private DateTime? FirstDayAfter(int year, int month, int day)
    {
        var after = day + 1;
        while (year <= LastYear)
        {
            if ((Months >> month & 1) != 0 && DaysOf(year, month) >> after is not 0 and var days)
                return new DateTime(year, month, after + BitOperations.TrailingZeroCount(days));
            after = 1;
            var months = Months >> month >> 1;
            (year, month) = months == 0
                ? (year + 1, BitOperations.TrailingZeroCount(Months))
                : (year, month + 1 + BitOperations.TrailingZeroCount(months));
        }

        return null;
    }

    /// <summary>The due days of a month, as bits 1 to 31.</summary>
    private ulong DaysOf(int year, int month)
    {
        var inMonth = (1UL << DateTime.DaysInMonth(year, month)) - 1 << 1;
        var weekdayOfFirst = (int)new DateTime(year, month, 1).DayOfWeek;
        // The week, beginning with the weekday of the 1st, over and over.
        var week = (DaysOfWeek >> weekdayOfFirst | DaysOfWeek << 7 - weekdayOfFirst) & 0x7F;
        var byWeekday = (week | week << 7 | week << 14 | week << 21 | week << 28) << 1;
        return inMonth & (HasStarredDay ? DaysOfMonth & byWeekday : DaysOfMonth | byWeekday);
    }
}
