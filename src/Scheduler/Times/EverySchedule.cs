using JobQueue.Jobs.Policy;

namespace JobQueue.Scheduler.Times;

/// <summary><c>@every 30s</c>: a grid in elapsed time, so that daylight saving does not touch it.</summary>
/// <param name="period">The distance of two due instants, at least <see cref="LeastPeriod"/>.</param>
/// <param name="anchor">The grid is anchor + n * period, n from 0.</param>
internal sealed class EverySchedule(TimeSpan period, DateTimeOffset anchor) : Schedule
{
    internal static readonly TimeSpan LeastPeriod = TimeSpan.FromSeconds(1);

    internal TimeSpan Period => period;

    internal DateTimeOffset Anchor => anchor;

    internal override string Text { get; } = "@every " + Duration.Print(period);

    internal override Schedule AnchoredAt(DateTimeOffset other) => new EverySchedule(period, other);

    internal override DateTimeOffset? NextAfter(DateTimeOffset after)
    {
        if (after < anchor)
            return anchor.ToUniversalTime();
        var sinceGrid = (after.UtcTicks - anchor.UtcTicks) % period.Ticks;
        var wait = period.Ticks - sinceGrid;
        return wait > DateTimeOffset.MaxValue.UtcTicks - after.UtcTicks ? null : new DateTimeOffset(after.UtcTicks + wait, TimeSpan.Zero);
    }

    internal override long CountBetween(DateTimeOffset after, DateTimeOffset before) => Math.Max(0, CountUpTo(before.UtcTicks - 1) - CountUpTo(after.UtcTicks));

    private long CountUpTo(long ticks) => ticks < anchor.UtcTicks ? 0 : (ticks - anchor.UtcTicks) / period.Ticks + 1;
}
