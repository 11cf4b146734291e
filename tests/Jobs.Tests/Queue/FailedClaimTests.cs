using JobQueue.Jobs.Queue;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>Claims that the ledger does not make, though all that waits can be read.</summary>
[TestClass]
public sealed class FailedClaimTests
{
    private const string Refuses = "CREATE TRIGGER refuses BEFORE UPDATE OF attempt ON runs BEGIN SELECT RAISE(ABORT, 'no'); END";

    [TestMethod]
    public async Task Wake_LedgerRefusesTheClaim_IsToldAndTriedAgain()
    {
        var logger = new SignalLogger();
        await using var fixture = new QueueFixture(logger: logger);
        await fixture.Store.Ledger.WriteAsync(connection => connection.Execute(Refuses));
        var run = fixture.Store.NewRun();
        await fixture.Store.AddAsync(run);

        await fixture.Queue.StartAsync();
        var (_, text) = await logger.First.WaitAsync(PostgresServer.Limit);
        await fixture.Store.Ledger.WriteAsync(connection => connection.Execute("DROP TRIGGER refuses"));
        fixture.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.AreEqual("What is next in queue default cannot be claimed; it is tried again in 00:00:30", text);
        Assert.AreEqual(run.Id, (await fixture.BegunAsync()).Id);
    }

    [TestMethod]
    public async Task Wake_WokenAgainBeforeItIsTriedAgain_IsToldOnce()
    {
        var logger = new SignalLogger();
        await using var fixture = new QueueFixture(logger: logger);
        await fixture.Store.Ledger.WriteAsync(connection => connection.Execute(Refuses));
        await fixture.Store.AddAsync(fixture.Store.NewRun());
        await fixture.Queue.StartAsync();
        await logger.First.WaitAsync(PostgresServer.Limit);

        for (var wakes = 0; wakes < 10; wakes++)
        {
            fixture.Queue.Wake(JobPolicy.Default.Queue);
            // Behind the claim, and what follows from it.
            await fixture.Store.Ledger.ProbeAsync();
            await fixture.Store.Ledger.ProbeAsync();
        }

        Assert.AreEqual(1, logger.Count);
    }

    [TestMethod]
    public async Task Wake_LedgerIsBeingClosed_TellsOfNoFailure()
    {
        var logger = new SignalLogger();
        await using var fixture = new QueueFixture(logger: logger);
        await fixture.Queue.StartAsync();
        using var gate = new ManualResetEventSlim();
        var last = fixture.Store.Ledger.WriteAsync(_ => gate.Wait(PostgresServer.Limit));

        var closing = fixture.Store.Ledger.DisposeAsync().AsTask();
        fixture.Queue.Wake(JobPolicy.Default.Queue);
        var isTold = logger.First.IsCompleted;
        gate.Set();
        await closing;

        Assert.IsTrue(await last, "the ledger was closing while the queue was woken");
        Assert.IsFalse(isTold);
    }

    [TestMethod]
    public async Task Wake_FailureThatPassesBeforeTheSlotsAreBack_IsClaimedAllTheSame()
    {
        await using var fixture = new QueueFixture(store: await SharedPostgres.NewStoreAsync());
        await fixture.Store.Ledger.WriteAsync(connection =>
        {
            connection.Execute("CREATE SEQUENCE tries");
            connection.Execute(
                """
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN IF nextval('tries') = 1 THEN RAISE 'full' USING ERRCODE = '53100'; END IF; RETURN new; END $$
                """);
            connection.Execute("CREATE TRIGGER refuses BEFORE UPDATE OF attempt ON runs FOR EACH ROW EXECUTE FUNCTION refuse()");
            return true;
        });
        var run = fixture.Store.NewRun();
        await fixture.Store.AddAsync(run);
        var queue = new RunQueue(
            fixture.Store.Ledger, fixture.Dispatcher, new HastyTimeProvider(), new QueueLimits(4), NullLogger<RunQueue>.Instance);

        await queue.StartAsync();

        Assert.AreEqual(run.Id, (await fixture.BegunAsync()).Id);
    }

    /// <summary>Its timers fire while they are set.</summary>
    private sealed class HastyTimeProvider : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
