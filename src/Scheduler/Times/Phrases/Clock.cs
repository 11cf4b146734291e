namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>A clock time.</summary>
/// <param name="Time">From midnight, to 24:00.</param>
/// <param name="IsOfTwelveHours">Whether a part of the day can make an afternoon of it: <c>9:30</c>, not <c>9:30 am</c>.</param>
internal sealed record Clock(TimeSpan Time, bool IsOfTwelveHours)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>The clock time less than an hour later or earlier, round the clock.</summary>
    internal Clock Turned(TimeSpan by) => this with { Time = new TimeSpan((Time + by + Day).Ticks % Day.Ticks) };
}
