using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>The present of a phrase: the instant, and what clock and calendar show in the zone.</summary>
internal sealed class Present(DateTimeOffset now, TimeZoneInfo zone)
{
    internal DateTimeOffset Now => now;

    internal DateTime Wall { get; } = WallClock.At(now, zone);

    internal DateTime Today => Wall.Date;

    /// <summary>The start of the present minute: what is due in it is not past (at(1)).</summary>
    internal DateTimeOffset Minute { get; } = PresentMinute.Of(now);

    internal Moment Moment => new(Wall) { IsNow = true };

    /// <summary>The instant of a wall time; of one that comes twice, the first that is not before <paramref name="notBefore"/>.</summary>
    internal DateTimeOffset? InstantOf(DateTime wall, DateTimeOffset notBefore) => WallClock.InstantOf(wall, zone, notBefore);
}
