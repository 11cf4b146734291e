namespace JobQueue.Scheduler.Times;

/// <summary>When a recurring job is due.</summary>
internal abstract class Schedule
{
    /// <summary>The schedule as it is written, blanks normalised to one; the duration of <c>@every</c> in its shortest form.</summary>
    internal abstract string Text { get; }

    /// <summary>
    /// The first due instant strictly after <paramref name="after"/>, in UTC; null where there is none before the year 10000.
    /// What happens at a daylight-saving change is said by each schedule.
    /// </summary>
    internal abstract DateTimeOffset? NextAfter(DateTimeOffset after);

    /// <summary>Whether it has a <c>~</c>, so that it is another for another job.</summary>
    internal bool HasChance => Text.Contains('~', StringComparison.Ordinal);

    /// <summary>How many due instants lie strictly between two instants, found without walking them.</summary>
    internal abstract long CountBetween(DateTimeOffset after, DateTimeOffset before);

    /// <summary>
    /// The due instant that is the <paramref name="number"/>th from the end, from 1, of those strictly between two instants; null where
    /// there are fewer.
    /// </summary>
    internal DateTimeOffset? LastBetween(DateTimeOffset after, DateTimeOffset before, long number)
    {
        if (CountBetween(after, before) < number)
            return null;
        // The latest instant after which there are so many.
        var (early, late) = (after.UtcTicks, before.UtcTicks);
        while (late - early > 1)
        {
            var middle = early + (late - early) / 2;
            (early, late) = CountBetween(new DateTimeOffset(middle, TimeSpan.Zero), before) >= number ? (middle, late) : (early, middle);
        }

        return NextAfter(new DateTimeOffset(early, TimeSpan.Zero));
    }

    /// <summary>The schedule with a grid of <c>@every</c> from <paramref name="anchor"/> on; the same where there is no grid.</summary>
    internal virtual Schedule AnchoredAt(DateTimeOffset anchor) => this;
}
