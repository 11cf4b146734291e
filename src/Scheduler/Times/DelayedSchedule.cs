namespace JobQueue.Scheduler.Times;

/// <summary>A schedule put off by a delay in elapsed time: what <c>--jitter</c> makes of a job's schedule.</summary>
/// <param name="inner">The schedule as it is written.</param>
/// <param name="delay">More than zero.</param>
internal sealed class DelayedSchedule(Schedule inner, TimeSpan delay) : Schedule
{
    internal Schedule Inner => inner;

    internal TimeSpan Delay => delay;

    internal override string Text => inner.Text;

    /// <summary>
    /// The schedule put off by a whole number of seconds from 0 to <paramref name="most"/>, drawn once for a job. <c>@reboot</c> is not put
    /// off: it has no due that others could share.
    /// </summary>
    internal static Schedule Of(Schedule schedule, TimeSpan most, Draw draw)
    {
        var seconds = schedule is RebootSchedule ? 0 : draw.Between(0, (int)most.TotalSeconds, "jitter");
        return seconds == 0 ? schedule : new DelayedSchedule(schedule, TimeSpan.FromSeconds(seconds));
    }

    internal override Schedule AnchoredAt(DateTimeOffset anchor) => new DelayedSchedule(inner.AnchoredAt(anchor), delay);

    internal override DateTimeOffset? NextAfter(DateTimeOffset after) =>
        inner.NextAfter(Earlier(after)) is { } due && due.UtcTicks <= DateTimeOffset.MaxValue.UtcTicks - delay.Ticks ? due + delay : null;

    internal override long CountBetween(DateTimeOffset after, DateTimeOffset before) => inner.CountBetween(Earlier(after), Earlier(before));

    private DateTimeOffset Earlier(DateTimeOffset instant) => instant.UtcTicks < delay.Ticks ? DateTimeOffset.MinValue : instant - delay;
}
