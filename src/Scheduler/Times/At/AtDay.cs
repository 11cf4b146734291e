namespace JobQueue.Scheduler.Times.At;

/// <summary>The day of a time as it is written.</summary>
internal readonly record struct AtDay
{
    internal AtDayKind Kind { get; private init; }

    /// <summary>What a distance is counted in.</summary>
    internal AtUnit? Unit { get; private init; }

    /// <summary>The units of a distance: 0 or 1.</summary>
    internal int Count { get; private init; }

    internal DayOfWeek Weekday { get; private init; }

    /// <summary>Null where the text has none.</summary>
    internal int? Year { get; private init; }

    /// <summary>1 to 12.</summary>
    internal int Month { get; private init; }

    /// <summary>1 to 31; the month need not have it.</summary>
    internal int DayOfMonth { get; private init; }

    /// <summary>Where the day of the month stands.</summary>
    internal AtToken DayToken { get; private init; }

    internal static AtDay Ahead(AtUnit unit, int count) => new() { Kind = AtDayKind.Distance, Unit = unit, Count = count };

    internal static AtDay On(DayOfWeek weekday) => new() { Kind = AtDayKind.Weekday, Weekday = weekday };

    internal static AtDay Date(int? year, int month, AtToken day) => new()
    {
        Kind = AtDayKind.Date,
        Year = year,
        Month = month,
        DayOfMonth = day.Value,
        DayToken = day,
    };
}
