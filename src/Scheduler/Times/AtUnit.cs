namespace JobQueue.Scheduler.Times;

/// <summary>A unit that times are moved by.</summary>
/// <param name="Names">Its names, as at(1) has them.</param>
/// <param name="Length">Its length.</param>
/// <param name="IsCalendar">Whether it keeps the wall clock; otherwise it is elapsed time.</param>
internal sealed record AtUnit(IReadOnlyList<string> Names, TimeSpan Length, bool IsCalendar)
{
    internal const string Expected = "minutes, hours, days or weeks";

    private static readonly AtUnit[] All =
    [
        new(["min", "minute", "minutes"], TimeSpan.FromMinutes(1), false),
        new(["hour", "hours"],            TimeSpan.FromHours(1),   false),
        new(["day", "days"],              TimeSpan.FromDays(1),    true),
        new(["week", "weeks"],            TimeSpan.FromDays(7),    true),
    ];

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
        var wall = WallClock.At(now, zone);
        var start = IsCalendar ? wall.Ticks : now.UtcTicks;
        var most = DateTime.MaxValue.Ticks / Length.Ticks;
        if (Math.Abs(count) > most || start + count * Length.Ticks is var end && (end < 0 || end > DateTime.MaxValue.Ticks))
            return null;
        return IsCalendar ? WallClock.InstantOf(new DateTime(end), zone, now) : new DateTimeOffset(end, TimeSpan.Zero);
    }
}
