using JobQueue.Jobs;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Loading;

/// <summary>A job as it is after a load.</summary>
/// <param name="Kind">The event: added or changed.</param>
/// <param name="Job">The job.</param>
/// <param name="Schedule">Its schedule, not yet anchored.</param>
/// <param name="IsRetimed">Whether its due is counted anew from the load.</param>
internal sealed record CrontabChange(string Kind, RecurringJob Job, Schedule Schedule, bool IsRetimed);
