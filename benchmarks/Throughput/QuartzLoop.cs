using System.Diagnostics;
using Quartz;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>Quartz alone on its own store in a database: triggers that fire once, at once, for a job that does nothing.</summary>
internal static class QuartzLoop
{
    private static readonly JobKey Key = new("nothing");

    /// <summary>Executions a second, from the first schedule to the end of the last execution.</summary>
    internal static async Task<double> MeasureAsync(ITrial trial, int runs, int concurrency, bool isClustered)
    {
        var nothing = new Nothing(runs);
        var scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz
                .ConfigureScheduler(options => (options.InstanceName, options.InstanceId) = (trial.Name, "one"))
                .UsePersistentStore(store => Keep(trial, store, isClustered))
                .UseDefaultThreadPool(concurrency)
                .UseJobFactory(nothing))
            .BuildScheduler();
        await scheduler.AddJob(JobBuilder.Create<Nothing>().WithIdentity(Key).StoreDurably().Build(), default, default);
        await scheduler.Start();

        var began = Stopwatch.GetTimestamp();
        await HelloRuns.ProduceAsync(runs, concurrency, async () => await scheduler.ScheduleJob(
            TriggerBuilder.Create()
                .ForJob(Key)
                .StartNow()
                .WithSimpleSchedule(once => once.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
                .Build()));
        await nothing.AllDone;
        var took = Stopwatch.GetElapsedTime(began);

        await scheduler.Shutdown(waitForJobsToComplete: true);
        return runs / took.TotalSeconds;
    }

    private static void Keep(ITrial trial, IPersistentStoreBuilder store, bool isClustered)
    {
        trial.Keep(store);
        if (isClustered)
            store.UseClustering(static _ => { });
    }
}
