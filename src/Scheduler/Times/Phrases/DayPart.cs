namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>A part of the day.</summary>
/// <param name="Names">What it is called, with blanks between.</param>
/// <param name="Start">When it is meant where no clock time is said, from the day's midnight.</param>
/// <param name="Earliest">The first clock time in it, from the day's midnight.</param>
/// <param name="Until">The first clock time after it; a night ends on the next day.</param>
internal sealed record DayPart(string Names, TimeSpan Start, TimeSpan Earliest, TimeSpan Until)
{
    internal static readonly IReadOnlyList<DayPart> All =
    [
        new("morning", Hour(8), Hour(0), Hour(12)),
        new("afternoon", Hour(14), Hour(12), Hour(24)),
        // 12 in the evening is midnight.
        new("evening", Hour(20), Hour(13), Hour(24) + TimeSpan.FromTicks(1)),
        new("night tonight", Hour(20), Hour(17), Hour(29)),
        new("eod cob", Hour(17), Hour(12), Hour(24)),
    ];

    /// <summary>The first of its names.</summary>
    internal string Name => Names.Split(' ')[0];

    /// <summary>The clock time in this part; null where it has none.</summary>
    /// <example>6 in the evening is 18:00, 1 at night is 01:00 of the next day.</example>
    internal TimeSpan? TimeOf(Clock clock)
    {
        var step = Hour(clock.IsOfTwelveHours ? 12 : 24);
        for (var time = clock.IsOfTwelveHours ? clock.Time - Hour(clock.Time < Hour(12) ? 0 : 12) : clock.Time; time < Until; time += step)
            if (time >= Earliest)
                return time;
        return null;
    }

    private static TimeSpan Hour(int hour) => TimeSpan.FromHours(hour);
}
