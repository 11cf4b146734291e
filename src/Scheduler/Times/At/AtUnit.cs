namespace JobQueue.Scheduler.Times.At;

/// <summary>A unit that times are moved by.</summary>
/// <param name="Names">Its names in at(1); none where at(1) does not know it.</param>
/// <param name="Abbreviations">What phrases call it besides.</param>
/// <param name="Length">Its length in ticks, or in months where it is <paramref name="IsOfMonths"/>.</param>
/// <param name="IsCalendar">Whether it keeps the wall clock; otherwise it is elapsed time.</param>
/// <param name="IsOfMonths">Whether it moves the month.</param>
internal sealed record AtUnit(IReadOnlyList<string> Names, IReadOnlyList<string> Abbreviations, long Length, bool IsCalendar, bool IsOfMonths)
{
    internal const string Expected = "minutes, hours, days, weeks, months or years";

    private const int MonthsAYear = 12;
    private const int LastYear = 9999;
    private const int MostMonths = LastYear * MonthsAYear;

    internal static readonly AtUnit Second = new([], ["s", "sec", "secs", "second", "seconds"], TimeSpan.TicksPerSecond, false, false);
    internal static readonly AtUnit Minute = new(["min", "minute", "minutes"], ["m", "mins"], TimeSpan.TicksPerMinute, false, false);
    internal static readonly AtUnit Hour = new(["hour", "hours"], ["h", "hr", "hrs"], TimeSpan.TicksPerHour, false, false);
    internal static readonly AtUnit Day = new(["day", "days"], ["d"], TimeSpan.TicksPerDay, true, false);
    internal static readonly AtUnit Week = new(["week", "weeks"], ["w", "wk", "wks"], 7 * TimeSpan.TicksPerDay, true, false);
    internal static readonly AtUnit Month = new(["month", "months"], ["mon", "mons"], 1, true, true);
    internal static readonly AtUnit Year = new(["year", "years"], ["y", "yr", "yrs"], MonthsAYear, true, true);

    internal static readonly IReadOnlyList<AtUnit> All = [Second, Minute, Hour, Day, Week, Month, Year];

    internal static AtUnit? Named(ReadOnlySpan<char> name)
    {
        foreach (var unit in All)
            foreach (var candidate in unit.Names)
                if (name.Equals(candidate, StringComparison.OrdinalIgnoreCase))
                    return unit;
        return null;
    }

    /// <summary>
    /// The instant <paramref name="count"/> units from <paramref name="now"/>; calendar units resolve gaps and repeated hours as
    /// <see cref="WallClock.InstantOf"/> does. Null outside the years 1 to 9999.
    /// </summary>
    internal DateTimeOffset? From(DateTimeOffset now, long count, TimeZoneInfo zone)
    {
        if (!IsCalendar)
            return Moved(now.UtcTicks, count) is { } ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        return WallFrom(WallClock.At(now, zone), count) is { } wall ? WallClock.InstantOf(wall, zone, now) : null;
    }

    /// <summary>
    /// The wall time <paramref name="count"/> units from <paramref name="wall"/>. Months keep the day of the month; one that the month
    /// lacks carries over into the next, as in at(1). Null outside the years 1 to 9999.
    /// </summary>
    internal DateTime? WallFrom(DateTime wall, long count)
    {
        if (!IsOfMonths)
            return Moved(wall.Ticks, count) is { } ticks ? new DateTime(ticks) : null;
        if (Math.Abs(count) > MostMonths / Length)
            return null;
        var months = wall.Month - 1 + (int)(count * Length);
        var years = (months - (months % MonthsAYear + MonthsAYear) % MonthsAYear) / MonthsAYear;
        // at(1) carries over within the year before it goes to another: 31 August 2027 + 6 months is 3 March 2028, by 2027's February.
        var carried = Carried(wall.Year, months - years * MonthsAYear + 1, wall);
        return carried is { } inYear ? Carried(inYear.Year + years, inYear.Month, inYear) : null;
    }

    private static DateTime? Carried(int year, int month, DateTime wall)
    {
        if (year is < 1 or > LastYear)
            return null;
        var moved = new DateTime(year, month, 1).Ticks + (wall.Day - 1) * TimeSpan.TicksPerDay + wall.TimeOfDay.Ticks;
        return moved <= DateTime.MaxValue.Ticks ? new DateTime(moved) : null;
    }

    private long? Moved(long ticks, long count)
    {
        if (count < -(DateTime.MaxValue.Ticks / Length) || count > DateTime.MaxValue.Ticks / Length)
            return null;
        var moved = ticks + count * Length;
        return moved >= 0 && moved <= DateTime.MaxValue.Ticks ? moved : null;
    }
}
