namespace JobQueue.Scheduler.Times;

/// <summary>Between instants and what the clock on the wall shows in a zone.</summary>
internal static class WallClock
{
    /// <summary>What the clock on the wall shows; clamped to the years 1 to 9999.</summary>
    internal static DateTime At(DateTimeOffset instant, TimeZoneInfo zone) =>
        new(Math.Clamp(instant.UtcTicks + OffsetTicks(instant, zone), 0, DateTime.MaxValue.Ticks));

    /// <summary>Wall clock minus UTC at an instant.</summary>
    internal static TimeSpan OffsetAt(DateTimeOffset instant, TimeZoneInfo zone) => new(OffsetTicks(instant, zone));

    /// <summary>
    /// The instant, in UTC, at which the clock shows <paramref name="wall"/>. A time in a gap is moved forward by the gap; of a time that
    /// comes twice it is the first, unless that is before <paramref name="notBefore"/>. Null outside the years 1 to 9999.
    /// </summary>
    internal static DateTimeOffset? InstantOf(DateTime wall, TimeZoneInfo zone, DateTimeOffset notBefore)
    {
        var spans = ZoneSpans.Of(zone);
        long? found = null;
        // No two zones are more than a day from UTC, so every candidate lies in these stretches.
        var last = Math.Min(wall.Ticks + TimeSpan.TicksPerDay, DateTime.MaxValue.Ticks);
        for (var cursor = Math.Max(wall.Ticks - TimeSpan.TicksPerDay, 0); cursor < last;)
        {
            var span = spans.Around(cursor);
            var instant = wall.Ticks - span.Offset;
            if (instant >= span.Start && instant < span.End && (found is null || found < notBefore.UtcTicks))
                found = instant;
            else if (span.Change > 0 && wall.Ticks < span.WallStart && wall.Ticks >= span.Start + span.OffsetBefore)
                found ??= wall.Ticks - span.OffsetBefore;
            cursor = span.End;
        }

        return found is >= 0 ? new DateTimeOffset(found.Value, TimeSpan.Zero) : null;
    }

    private static long OffsetTicks(DateTimeOffset instant, TimeZoneInfo zone) => ZoneSpans.Of(zone).Around(instant.UtcTicks).Offset;
}
