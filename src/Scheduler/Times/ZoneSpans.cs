using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace JobQueue.Scheduler.Times;

/// <summary>
/// The stretches of equal offset of one zone, found by asking it for its offset every few days. The zone's own
/// rules are not used: they tell daylight saving from other changes, and cron and at do not.
/// </summary>
internal sealed class ZoneSpans
{
    private const int LastYear = 9999;

    // The shortest time after which a zone of the database took its old offset again: 3.99 days in Sierra Leone in 1939; since then a week.
    private const long Step = 3 * TimeSpan.TicksPerDay;

    private static readonly ConditionalWeakTable<TimeZoneInfo, ZoneSpans> Known = [];

    private readonly TimeZoneInfo _zone;
    private readonly ConcurrentDictionary<int, ZoneSpan[]> _years = new();

    private ZoneSpans(TimeZoneInfo zone) => _zone = zone;

    internal TimeZoneInfo Zone => _zone;

    internal static ZoneSpans Of(TimeZoneInfo zone) => Known.GetValue(zone, z => new ZoneSpans(z));

    /// <summary>The stretch around an instant, cut at the ends of its year in UTC; a change in the last hours before the year is in it.</summary>
    internal ZoneSpan Around(long utcTicks)
    {
        var spans = OfYear(new DateTime(utcTicks).Year);
        var index = 0;
        while (index < spans.Length - 1 && spans[index].End <= utcTicks)
            index++;
        return spans[index];
    }

    private ZoneSpan[] OfYear(int year) => _years.TryGetValue(year, out var spans) ? spans : _years.GetOrAdd(year, Find);

    private ZoneSpan[] Find(int year)
    {
        var yearStart = new DateTime(year, 1, 1).Ticks;
        var yearEnd = year == LastYear ? DateTime.MaxValue.Ticks : new DateTime(year + 1, 1, 1).Ticks;
        var spans = new List<ZoneSpan>(4);
        // A day earlier, because an hour that is repeated at the turn of the year belongs to a change before it.
        var start = Math.Max(yearStart - TimeSpan.TicksPerDay, 0);
        var offset = OffsetAt(start);
        var before = offset;
        for (var at = start; at < yearEnd;)
        {
            var next = Math.Min(at + Step, yearEnd);
            if (OffsetAt(next) == offset)
            {
                at = next;
                continue;
            }

            at = ChangeBetween(at, next);
            spans.Add(new ZoneSpan(start, at, offset, before));
            (start, before, offset) = (at, offset, OffsetAt(at));
        }

        if (start < yearEnd || spans.Count == 0)
            spans.Add(new ZoneSpan(start, yearEnd, offset, before));
        return [.. spans.Where(span => span.End > yearStart)];
    }

    private long ChangeBetween(long early, long late)
    {
        var offset = OffsetAt(early);
        while (late - early > TimeSpan.TicksPerSecond)
        {
            var middle = early + (late - early) / (2 * TimeSpan.TicksPerSecond) * TimeSpan.TicksPerSecond;
            (early, late) = OffsetAt(middle) == offset ? (middle, late) : (early, middle);
        }

        return late;
    }

    private long OffsetAt(long utcTicks) => _zone.GetUtcOffset(new DateTime(utcTicks, DateTimeKind.Utc)).Ticks;
}
