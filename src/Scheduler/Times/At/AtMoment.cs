namespace JobQueue.Scheduler.Times.At;

/// <summary>A time on its way from the words to the instant.</summary>
/// <param name="Day">The day, at 00:00.</param>
/// <param name="Clock">The time of day; 24 hours and more until the day is moved, since months are counted from the day as written.</param>
/// <param name="Exact">The instant, where it is known; a wall clock alone can mean two or none.</param>
internal readonly record struct AtMoment(DateTime Day, TimeSpan Clock, DateTimeOffset? Exact)
{
    internal static AtMoment At(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var wall = WallClock.At(instant, zone);
        return new(wall.Date, wall.TimeOfDay, instant);
    }

    /// <summary>
    /// This moved by so many units; null outside the years 1 to 9999. What comes twice is taken so that the result is at or after
    /// <paramref name="notBefore"/>, where it can be.
    /// </summary>
    internal AtMoment? Moved(AtUnit unit, long count, DateTimeOffset notBefore, TimeZoneInfo zone)
    {
        if (count == 0)
            return this;
        if (unit.IsCalendar)
            return unit.WallFrom(Day, count) is { } day ? new AtMoment(day, Clock, null).Carried() : null;
        var from = Instant(zone, unit.From(notBefore, -count, zone) ?? notBefore);
        return from is { } start && unit.From(start, count, zone) is { } instant ? At(instant, zone) : null;
    }

    /// <summary>The instant, which of two that the clock shows alike is the first at or after <paramref name="notBefore"/>.</summary>
    internal DateTimeOffset? Instant(TimeZoneInfo zone, DateTimeOffset notBefore) =>
        Exact ?? (Carried() is { } carried ? WallClock.InstantOf(carried.Day + carried.Clock, zone, notBefore) : null);

    // The clock within its day; null beyond the year 9999.
    private AtMoment? Carried()
    {
        if (Clock.Ticks > DateTime.MaxValue.Ticks - Day.Ticks)
            return null;
        var wall = Day + Clock;
        return new(wall.Date, wall.TimeOfDay, Exact);
    }
}
