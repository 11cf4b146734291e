using JobQueue.Scheduler;
using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Host.CommandLine;

/// <summary>Says when specs are due; zones and schedules that come again are read once.</summary>
/// <param name="isAt">Whether the specs are at phrases.</param>
/// <param name="count">How many times of a schedule.</param>
internal sealed class SpecReader(bool isAt, int count)
{
    internal const string ExpectedZone = "an IANA time zone like Europe/Berlin";

    // A batch has no end to its lines, nor to what they contain.
    private const int MostKept = 10_000;
    private const int LongestKept = 200;

    private readonly Dictionary<string, TimeZoneInfo?> _zones = [];
    private readonly Dictionary<(string Zone, string Spec), ScheduleResult> _schedules = [];

    internal TimeZoneInfo? Zone(string id) => id.Length > LongestKept
        ? null
        : Kept(_zones, id, static id => TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null);

    /// <summary>
    /// The instant of an at phrase said at <paramref name="from"/>; the times of a schedule strictly after it, from where <c>@every</c>
    /// counts.
    /// </summary>
    internal DueTimes Read(string spec, TimeZoneInfo zone, DateTimeOffset from) => isAt ? At(spec, zone, from) : Cron(spec, zone, from);

    /// <summary>At most so many times of the schedule after an instant.</summary>
    internal static IEnumerable<DateTimeOffset> After(Schedule schedule, DateTimeOffset from, int count)
    {
        var after = from;
        for (var i = 0; i < count && schedule.NextAfter(after) is { } next; i++)
            yield return after = next;
    }

    private static DueTimes At(string phrase, TimeZoneInfo zone, DateTimeOffset now)
    {
        var read = AtTime.Parse(phrase, now, zone);
        return read.Instant is { } instant ? new([instant], []) : new([], [read.Error!]);
    }

    private DueTimes Cron(string spec, TimeZoneInfo zone, DateTimeOffset from)
    {
        var (schedule, errors) = spec.Length > LongestKept
            ? ScheduleText.Parse(spec, zone)
            : Kept(_schedules, (zone.Id, spec), _ => ScheduleText.Parse(spec, zone));
        if (schedule is null)
            return new([], errors);
        DateTimeOffset[] times = [.. After(LiveJob.Anchored(schedule, from), from, count)];
        return times.Length > 0
            ? new(times, [])
            : new([], [TextError.At(1, spec, "a schedule with a time after FROM and before the year 10000")]);
    }

    private static TValue Kept<TKey, TValue>(Dictionary<TKey, TValue> kept, TKey key, Func<TKey, TValue> read)
        where TKey : notnull
    {
        if (kept.TryGetValue(key, out var known))
            return known;
        if (kept.Count == MostKept)
            kept.Clear();
        return kept[key] = read(key);
    }
}
