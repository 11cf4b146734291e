using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Postgres;
using JobQueue.Scheduler.Clock;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Scheduler.Tests;

[TestClass]
public sealed class ReconcilerTests
{
    [TestMethod]
    public async Task LookAsync_ClockThatGoesOffAndComesBack_SaysEachStepOnce()
    {
        var cluster = new SharedCluster();
        await using var ledger = new Ledger(
            new SharedEngine(PostgresEngine.Open(await SharedPostgres.NewDatabaseAsync()), cluster), NullLogger.Instance);
        await using var clock = new QuartzClock(TimeProvider.System, NullLogger<QuartzClock>.Instance);
        await clock.PrepareAsync(CancellationToken.None);
        using var sender = new HttpSender(() => [], TimeProvider.System);
        var dispatcher = new Dispatcher(ledger, sender, TimeProvider.System, new Random(1), NullLogger<Dispatcher>.Instance);
        var queue = new RunQueue(ledger, dispatcher, TimeProvider.System, new QueueLimits(1), NullLogger<RunQueue>.Instance);
        using var recurring = new Recurring(ledger, queue, clock, TimeProvider.System, new SchedulerOptions());
        var log = new LogLines<Reconciler>();
        var reconciler = new Reconciler(ledger, recurring, clock, TimeProvider.System, log);

        await LookTwiceAsync(0.9, null);
        await LookTwiceAsync(-3, null);
        await LookTwiceAsync(-9, "too far off");
        await LookTwiceAsync(2, null);
        await LookTwiceAsync(0, null);

        CollectionAssert.AreEqual(
            new[]
            {
                "The clock of this machine is off by -3.0 s from the database's; beyond 5 s this node takes no runs",
                "The clock of this machine is off by -9.0 s from the database's: until it is right this node takes no runs",
                "The clock of this machine is off by 2.0 s from the database's; beyond 5 s this node takes no runs",
                "The clock of this machine is right again",
            },
            log.All());

        async Task LookTwiceAsync(double seconds, string? hindrance)
        {
            cluster.Ahead = TimeSpan.FromSeconds(seconds);
            cluster.Hinder(hindrance);
            await reconciler.LookAsync(CancellationToken.None);
            await reconciler.LookAsync(CancellationToken.None);
        }
    }
}
