using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Times.Phrases;

/// <summary>The units of phrases: those of at(1), seconds, and what people say besides.</summary>
internal static class PhraseUnits
{
    internal static readonly AtUnit Millisecond =
        new([], ["ms", "msec", "msecs", "millisecond", "milliseconds"], TimeSpan.TicksPerMillisecond, false, false);

    internal static readonly AtUnit Fortnight = new([], ["fortnight", "fortnights"], 14 * TimeSpan.TicksPerDay, true, false);
    internal static readonly AtUnit Quarter = new([], ["quarter", "quarters"], 3, true, true);

    /// <summary>100 ns; nobody names it.</summary>
    internal static readonly AtUnit Tick = new([], [], 1, false, false);

    internal static readonly IReadOnlyList<AtUnit> All = [.. AtUnit.All, Millisecond, Fortnight, Quarter];

    internal static int IndexOf(AtUnit unit) => All.Index().First(entry => entry.Item == unit).Index;

    /// <summary>Takes one of the names of a unit.</summary>
    internal static bool Take(PhraseReader reader, AtUnit unit)
    {
        var start = reader.At;
        var isTaken = reader.Take(WordKind.Unit, out var index) && All[index] == unit;
        reader.At = isTaken ? reader.At : start;
        return isTaken;
    }

    internal static string Plural(AtUnit unit) => unit.Names.Concat(unit.Abbreviations).First(name => name.EndsWith('s'));

    /// <summary>The wall time of whole days away; null outside the years 1 to 9999.</summary>
    internal static DateTime? DayFrom(DateTime wall, long days) => AtUnit.Day.WallFrom(wall, days);
}
