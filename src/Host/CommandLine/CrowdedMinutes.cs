using JobQueue.Scheduler;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Times;

namespace JobQueue.Host.CommandLine;

/// <summary>The minutes of a day in which many jobs are due at once.</summary>
/// <param name="Limit">How many jobs a minute may have without being crowded.</param>
/// <param name="Count">How many minutes are crowded.</param>
/// <param name="Worst">Those with the most jobs, the worst and earliest first; at most 5. The minute is as it is printed.</param>
internal sealed record CrowdedMinutes(int Limit, int Count, IReadOnlyList<(string Minute, int Jobs)> Worst)
{
    private const int MostShown = 5;
    private const int MinutesADay = 24 * 60;

    /// <summary>What the coming 24 hours are like. Jobs with a jitter of a minute and more are spread, and not counted.</summary>
    /// <param name="lines">The jobs.</param>
    /// <param name="from">When the 24 hours begin; <c>@every</c> counts from there.</param>
    /// <param name="limit">How many jobs a minute may have; 0: any number.</param>
    internal static CrowdedMinutes Of(IReadOnlyList<CrontabLine> lines, DateTimeOffset from, int limit)
    {
        var first = from.UtcTicks / TimeSpan.TicksPerMinute;
        var jobs = new int[MinutesADay + 1];
        // As many lines share a schedule, it is asked once and counts for all of them.
        foreach (var same in lines.Where(line => limit > 0 && line.Policy.Jitter < TimeSpan.FromMinutes(1)).GroupBy(CheckedSchedule.Of))
        {
            var count = same.Count();
            var minutes = MinutesAfter(LiveJob.Anchored(same.First().Schedule, from), from);
            foreach (var minute in minutes.TakeWhile(minute => minute - first <= MinutesADay))
                jobs[minute - first] += count;
        }

        var crowded = Enumerable.Range(0, jobs.Length).Where(i => limit > 0 && jobs[i] > limit).OrderByDescending(i => jobs[i]).ToArray();
        var zone = lines.Select(line => line.TimeZone).Distinct().Count() == 1 ? lines[0].TimeZone : TimeZoneInfo.Utc;
        var worst = crowded.Take(MostShown).Select(i => (TimeText.Print(StartOf(first + i), zone), jobs[i]));
        return new(limit, crowded.Length, [.. worst]);
    }

    /// <summary>The minutes in which a schedule is due, each once, counted from the year 1.</summary>
    private static IEnumerable<long> MinutesAfter(Schedule schedule, DateTimeOffset from)
    {
        for (var due = schedule.NextAfter(from); due is not null;)
        {
            var minute = due.Value.UtcTicks / TimeSpan.TicksPerMinute;
            yield return minute;
            due = schedule.NextAfter(StartOf(minute).AddTicks(TimeSpan.TicksPerMinute - 1));
        }
    }

    private static DateTimeOffset StartOf(long minute) => new(minute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
}
