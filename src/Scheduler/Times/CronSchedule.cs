namespace JobQueue.Scheduler.Times;

/// <summary>A crontab(5) schedule in a zone.</summary>
/// <remarks>
/// At a change of at most <see cref="LargestChange"/> it does what Debian's cron(8) does. Wildcard jobs follow the clock: through both
/// passes of an hour that comes twice, and not in the gap. Fixed-time jobs in the gap are due once, at its end, together with what is due
/// there anyway; in an hour that comes twice they are due in the first pass. Larger changes are simply taken.
/// </remarks>
internal sealed class CronSchedule(CronFields fields, TimeZoneInfo zone) : Schedule
{
    private static readonly TimeSpan LargestChange = TimeSpan.FromHours(3);
    private static readonly TimeSpan MostOffset = TimeSpan.FromDays(2);
    private readonly ZoneSpans _spans = ZoneSpans.Of(zone);

    internal CronFields Fields => fields;

    internal TimeZoneInfo Zone => zone;

    internal override string Text => fields.Text;

    internal override DateTimeOffset? NextAfter(DateTimeOffset after)
    {
        var from = after.UtcTicks + 1;
        while (from < DateTime.MaxValue.Ticks)
        {
            var span = _spans.Around(from);
            if (fields.FirstFrom(FirstWallTime(span, from)) is not { } wall)
                return null;
            if (wall < span.WallEnd)
                return new DateTimeOffset(wall - span.Offset, TimeSpan.Zero);
            if (IsInGapAfter(span, wall))
                return new DateTimeOffset(span.End, TimeSpan.Zero);
            from = NextFrom(after.UtcTicks, span.End, wall);
        }

        return null;
    }

    internal override long CountBetween(DateTimeOffset after, DateTimeOffset before)
    {
        long count = 0;
        for (var (from, end) = (after.UtcTicks + 1, before.UtcTicks); from < end;)
        {
            var span = _spans.Around(from);
            var first = FirstWallTime(span, from);
            count += fields.CountBetween(first, Math.Min(span.End, end) + span.Offset);
            if (span.End < end && fields.FirstFrom(Math.Max(first, span.WallEnd)) is { } wall && IsInGapAfter(span, wall) && !IsDueAt(span.End))
                count++;
            from = span.End;
        }

        return count;
    }

    private bool IsDueAt(long instant) => instant + _spans.Around(instant).Offset is var wall && fields.FirstFrom(wall) == wall;

    // No clock shows a time due before wall again, unless it is put back within hours of the beginning; so years can be passed at once.
    private static long NextFrom(long after, long end, long wall) =>
        end - after < MostOffset.Ticks ? end : Math.Max(end, wall - MostOffset.Ticks);

    private long FirstWallTime(ZoneSpan span, long from)
    {
        var wall = Math.Max(from + span.Offset, 0);
        var isSecondPass = !fields.IsWildcard && span.Change < 0 && -span.Change <= LargestChange.Ticks;
        return isSecondPass ? Math.Max(wall, span.Start + span.OffsetBefore) : wall;
    }

    private bool IsInGapAfter(ZoneSpan span, long wall)
    {
        if (fields.IsWildcard || span.End == DateTime.MaxValue.Ticks)
            return false;
        var next = _spans.Around(span.End);
        return next.Start == span.End && next.Change <= LargestChange.Ticks && wall < next.WallStart;
    }
}
