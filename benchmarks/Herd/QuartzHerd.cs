using JobQueue.Benchmarks.Throughput;
using Quartz;

namespace JobQueue.Benchmarks.Herd;

/// <summary>Quartz alone: triggers in its memory, all due at the same instant, for a job that does nothing; nothing is recorded.</summary>
internal static class QuartzHerd
{
    // As many as JobQueue's clock has.
    private const int Threads = 64;

    internal static async Task<IReadOnlyList<Figure>> MeasureAsync(int triggers)
    {
        var due = Dues.NextSecond(triggers);
        var arrivals = new Arrivals(triggers, due);
        var key = new JobKey("nothing");
        var scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz
                .ConfigureScheduler(options => options.InstanceName = Guid.CreateVersion7().ToString())
                .UseInMemoryStore(_ => { })
                .UseDefaultThreadPool(Threads)
                .UseJobFactory(new Nothing(triggers, arrivals.Note)))
            .BuildScheduler();
        await scheduler.AddJob(JobBuilder.Create<Nothing>().WithIdentity(key).StoreDurably().Build(), default, default);
        await scheduler.Start();
        for (var number = 0; number < triggers; number++)
            await scheduler.ScheduleJob(TriggerBuilder.Create()
                .ForJob(key)
                .StartAt(due)
                .WithSimpleSchedule(once => once.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
                .Build());
        Dues.CheckFuture(due);
        var figures = await arrivals.FiguresAsync("herd.quartz");
        await scheduler.Shutdown(waitForJobsToComplete: true);
        return figures;
    }
}
