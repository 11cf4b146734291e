using Quartz;
using Quartz.Extensibility;

namespace JobQueue.Scheduler.Clock;

/// <summary>The one Quartz job: tells the clock's listener which trigger fired, and for when.</summary>
internal sealed class DueJob(Func<TriggerKey, DateTimeOffset, Task> fired) : IJob, IJobFactory
{
    /// <summary>Of the triggers of recurring jobs; their names are the ids of the jobs.</summary>
    internal const string TriggerGroup = "jobs";

    internal static readonly JobKey Key = new("due", "jobqueue");

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        new(fired(context.RecoveringTriggerKey ?? context.Trigger.Key, context.ScheduledFireTimeUtc ?? context.FireTimeUtc));

    ValueTask<JobScope> IJobFactory.CreateJob(TriggerFiredBundle bundle, IScheduler scheduler, CancellationToken cancellationToken) =>
        new(new JobScope(this));

    ValueTask IJobFactory.ReturnJob(JobScope scope, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
