using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Clock;

/// <summary>A recurring job as the clock has it.</summary>
/// <param name="Id">Of the job.</param>
/// <param name="Schedule">When it is due.</param>
/// <param name="After">Its first due is strictly after this. What lies in the past fires at once.</param>
/// <param name="Definition">What another node makes the same schedule of.</param>
internal sealed record TimedJob(string Id, Schedule Schedule, DateTimeOffset After, DueDefinition Definition)
{
    internal static TimedJob Of(LiveJob live) => new(live.Job.Id, live.Schedule, live.Taken, DueDefinition.Of(live.Job));
}
