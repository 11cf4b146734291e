using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Quartz;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>Quartz alone on its own store in SQLite: triggers that fire once, at once, for a job that does nothing.</summary>
internal static class QuartzLoop
{
    private const int FullSynchronous = 2;

    private static readonly JobKey Key = new("nothing");

    /// <summary>Executions a second, from the first schedule to the end of the last execution.</summary>
    internal static async Task<double> MeasureAsync(int runs, int concurrency)
    {
        using var folder = new TempFolder();
        var source = $"Data Source={folder.File("quartz.db")}";
        UseWriteAheadLog(source);
        var nothing = new Nothing(runs);
        var scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz
                .ConfigureScheduler(options => options.InstanceName = folder.File("quartz"))
                .UsePersistentStore(store => store.UseSqlite(SqliteFactory.Instance, source).ProvisionSchema())
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

    // Quartz sets no PRAGMA. The journal's mode stays with the file; synchronous is FULL unless a connection says otherwise.
    private static void UseWriteAheadLog(string source)
    {
        using var connection = new SqliteConnection(source);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = WAL";
        command.ExecuteNonQuery();
        command.CommandText = "PRAGMA synchronous";
        if (command.ExecuteScalar() is not (long)FullSynchronous)
            throw new InvalidOperationException("this SQLite does not write synchronously by default; the comparison would not be fair");
    }
}
