namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>What a phrase means, before it is an instant.</summary>
/// <param name="Wall">What the clock on the wall shows.</param>
/// <param name="Elapsed">Elapsed time after that, in ticks.</param>
internal sealed record Moment(DateTime Wall, long Elapsed = 0)
{
    // Ten minutes before tomorrow's midnight may be past, too.
    private const int MostDays = 2;

    /// <summary>Whether it is the present, to the tick, instead of a wall time.</summary>
    internal bool IsNow { get; init; }

    /// <summary>Whether only a clock time was said: the coming one is meant, and an exact hit is tomorrow (at(1)).</summary>
    internal bool IsClockAlone { get; init; }

    /// <summary>Whether only a day was said.</summary>
    internal bool IsDayAlone { get; init; }

    /// <summary>This, a span away: months and days first, on the wall clock. Null outside the years 1 to 9999.</summary>
    internal Moment? Shifted(Span span)
    {
        var elapsed = Elapsed + span.Ticks;
        if (Math.Abs(elapsed) > DateTime.MaxValue.Ticks)
            return null;
        if (!span.IsOfCalendar)
            return this with { Elapsed = elapsed, IsDayAlone = IsDayAlone && !span.IsElapsed };
        return span.WallFrom(Wall) is { } wall ? this with { Wall = wall, Elapsed = elapsed, IsNow = false, IsClockAlone = false } : null;
    }

    /// <summary>The instant, in UTC; null outside the years 1 to 9999.</summary>
    internal DateTimeOffset? Instant(Present present)
    {
        if (IsNow)
            return Later(present.Now);
        if (!IsClockAlone)
            return Later(present.InstantOf(Wall, present.Minute));
        var coming = new DateTimeOffset(Math.Min(present.Now.UtcTicks + 1, DateTime.MaxValue.Ticks), TimeSpan.Zero);
        DateTimeOffset? instant = null;
        for (var days = 0; days <= MostDays && !(instant >= coming); days++)
            instant = PhraseUnits.DayFrom(Wall, days) is { } wall ? Later(present.InstantOf(wall, coming)) : null;
        return instant;
    }

    private DateTimeOffset? Later(DateTimeOffset? instant) =>
        instant is { } known && known.UtcTicks + Elapsed is >= 0 and var ticks && ticks <= DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
}
