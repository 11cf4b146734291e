using JobQueue.Scheduler;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Times;

namespace JobQueue.Host.CommandLine;

/// <summary>A schedule that may be that of many lines: those with the same text and zone.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="TimeZone">Its zone.</param>
/// <param name="Own">The line's own schedule, where another line with the same text may have another; else null.</param>
internal readonly record struct CheckedSchedule(string Text, TimeZoneInfo TimeZone, Schedule? Own)
{
    private const int TimesAJob = 5;

    internal static CheckedSchedule Of(CrontabLine line) =>
        new(line.ScheduleText, line.TimeZone, line.Schedule.HasChance || line.Policy.Jitter > TimeSpan.Zero ? line.Schedule : null);

    /// <summary>The jobs with their next times; each schedule is asked once.</summary>
    internal static IReadOnlyList<CheckedJob> Jobs(IEnumerable<CrontabLine> lines, DateTimeOffset from)
    {
        var known = new Dictionary<CheckedSchedule, IReadOnlyList<CheckedTime>>();
        return [.. lines.Select(line => new CheckedJob(line, Next(line)))];

        IReadOnlyList<CheckedTime> Next(CrontabLine line)
        {
            var schedule = Of(line);
            if (!known.TryGetValue(schedule, out var times))
                known[schedule] = times = [.. NextOf(line, from)];
            return times;
        }
    }

    private static IEnumerable<CheckedTime> NextOf(CrontabLine line, DateTimeOffset from) =>
        SpecReader.After(LiveJob.Anchored(line.Schedule, from), from, TimesAJob)
            .Select(due => new CheckedTime(TimeText.Print(due, line.TimeZone), ClockChange.OnDayOf(due, line.TimeZone)));
}
