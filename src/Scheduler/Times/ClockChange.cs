namespace JobQueue.Scheduler.Times;

/// <summary>Days on which the wall clock of a zone is changed.</summary>
internal static class ClockChange
{
    /// <summary>
    /// By how much the clock is put forward on the day that the instant falls on in the zone; negative for back, zero for an ordinary day.
    /// </summary>
    internal static TimeSpan OnDayOf(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var day = WallClock.At(instant, zone).Date;
        return OffsetBefore(day, zone) is { } before && day < DateTime.MaxValue.Date && OffsetBefore(day.AddDays(1), zone) is { } after
            ? after - before
            : TimeSpan.Zero;
    }

    // Some zones change at midnight: the day then begins with the new offset.
    private static TimeSpan? OffsetBefore(DateTime day, TimeZoneInfo zone) =>
        WallClock.InstantOf(day, zone, DateTimeOffset.MinValue) is { UtcTicks: > 0 } start
            ? WallClock.OffsetAt(start.AddTicks(-1), zone)
            : null;
}
