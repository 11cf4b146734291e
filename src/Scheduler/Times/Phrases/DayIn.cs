namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>A day by its number among those of a kind in a period, -1 the last: <c>27th of may</c>, <c>last friday of april</c>.</summary>
internal sealed record DayIn(Period Period, int Ordinal, DayKind Kind)
{
    internal DateTime? Coming(DateTime today) => Period.Coming(today, Ordinal, Kind);

    /// <summary>The same, only if that day is of a kind too: <c>friday the 13th</c>.</summary>
    internal DayIn Being(DayKind kind) =>
        this with { Kind = new DayKind(day => day.Day == Ordinal && kind.Includes(day)), Ordinal = 1 };
}
