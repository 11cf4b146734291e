using JobQueue.Jobs;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler;

/// <summary>A recurring job that is not removed, with its schedule read.</summary>
internal sealed record LiveJob(RecurringJob Job, Schedule Schedule)
{
    /// <summary>The job with its schedule read again from the text in the ledger; null where this version cannot read it.</summary>
    internal static LiveJob? From(RecurringJob job) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(job.TimeZone, out var zone) && ScheduleText.Parse(job.Schedule, zone).Schedule is { } schedule
            ? new LiveJob(job, Anchored(schedule, job.Anchor))
            : null;

    internal static Schedule Anchored(Schedule schedule, DateTimeOffset anchor) =>
        schedule is EverySchedule every ? every.WithAnchor(anchor) : schedule;
}
