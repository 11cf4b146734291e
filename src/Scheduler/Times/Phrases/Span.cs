using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>A span: days and months keep the wall clock, ticks are elapsed time.</summary>
internal sealed record Span(long Months, long Days, long Ticks)
{
    internal static readonly Span Zero = new(0, 0, 0);

    internal bool IsOfCalendar => (Months | Days) != 0;

    internal bool IsElapsed => Ticks != 0;

    internal Span Times(int sign) => new(sign * Months, sign * Days, sign * Ticks);

    /// <summary>This and <paramref name="count"/> units more; null beyond the years 1 to 9999.</summary>
    internal Span? Plus(long count, AtUnit unit)
    {
        if (Math.Abs(count) > DateTime.MaxValue.Ticks / unit.Length)
            return null;
        var length = count * unit.Length;
        var sum = unit.IsOfMonths ? this with { Months = Months + length }
            : unit.IsCalendar ? this with { Days = Days + length / TimeSpan.TicksPerDay }
            : this with { Ticks = Ticks + length };
        return Math.Abs(sum.Ticks) > DateTime.MaxValue.Ticks ? null : sum;
    }

    /// <summary>The wall time that many months and days away; null outside the years 1 to 9999.</summary>
    internal DateTime? WallFrom(DateTime wall) =>
        AtUnit.Month.WallFrom(wall, Months) is { } moved ? PhraseUnits.DayFrom(moved, Days) : null;
}
