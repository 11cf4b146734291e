using System.Diagnostics;
using JobQueue.Benchmarks.Throughput;
using Quartz;

namespace JobQueue.Benchmarks.Load;

/// <summary>Quartz alone: a cron trigger a line in its memory, which nothing outlives.</summary>
internal static class QuartzTriggers
{
    internal static async Task<double> MeasureAsync(int lines)
    {
        var key = new JobKey("nothing");
        var scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz
                .ConfigureScheduler(options => options.InstanceName = Guid.CreateVersion7().ToString())
                .UseInMemoryStore(_ => { })
                .UseJobFactory(new Nothing(lines)))
            .BuildScheduler();
        await scheduler.AddJob(JobBuilder.Create<Nothing>().WithIdentity(key).StoreDurably().Build(), default, default);
        var began = Stopwatch.GetTimestamp();
        for (var number = 0; number < lines; number++)
            await scheduler.ScheduleJob(TriggerBuilder.Create().ForJob(key).WithCronSchedule($"0 {number % 60} {number % 24} * * ?").Build());
        var took = Stopwatch.GetElapsedTime(began).TotalSeconds;
        await scheduler.Shutdown(waitForJobsToComplete: true);
        return took;
    }
}
