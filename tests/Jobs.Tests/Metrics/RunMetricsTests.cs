using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Queue;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Metrics;

/// <summary>Each test has a queue of its own: what is measured of others is heard too.</summary>
[TestClass]
public sealed class RunMetricsTests
{
    [TestMethod]
    // Status, final state
    [DataRow(200, "succeeded")]
    [DataRow(404, "failed")]
    public async Task Run_ThatEnds_IsCountedByStateAndQueue(int status, string state)
    {
        await using var queue = new QueueFixture();
        var name = $"counted-{status}";
        using var readings = new Readings();
        await queue.Queue.StartAsync();

        await queue.EnterAsync(new JobPolicy { Queue = name });
        await queue.AnswerAsync(status);
        await queue.DrainAsync();

        CollectionAssert.AreEqual(new[] { 1.0 }, readings.Of("jobqueue.runs", ("jobqueue.queue", name)));
        CollectionAssert.AreEqual(new[] { 1.0 }, readings.Of("jobqueue.runs", ("jobqueue.queue", name), ("jobqueue.state", state)));
    }

    [TestMethod]
    public async Task Run_BegunLate_LatenessIsFromItsDue()
    {
        await using var queue = new QueueFixture();
        using var readings = new Readings();
        await queue.Queue.StartAsync();

        await queue.EnterAsync(new JobPolicy { Queue = "late" }, due: -7);
        await queue.AnswerAsync(200);
        await queue.DrainAsync();

        CollectionAssert.AreEqual(new[] { 7.0 }, readings.Of("jobqueue.run.lateness", ("jobqueue.queue", "late")));
    }

    [TestMethod]
    public async Task Run_TriedAgain_DurationIsOfAllAttemptsAndLatenessOfTheFirst()
    {
        await using var queue = new QueueFixture();
        using var readings = new Readings();
        await queue.Queue.StartAsync();

        var run = await queue.EnterAsync(new JobPolicy { Queue = "again" });
        await queue.AnswerAsync(503);
        await queue.Waits.Task;
        queue.Time.Advance(TimeSpan.FromSeconds(90));
        await Releases.AllAsync(queue.Store.Ledger, queue.Time.GetUtcNow(), _ => { });
        queue.Queue.Wake("again");
        await queue.AnswerAsync(200);
        await queue.DrainAsync();

        Assert.AreEqual(2, (await queue.WrittenAsync(run)).Attempt);
        CollectionAssert.AreEqual(
            new[] { 90.0 }, readings.Of("jobqueue.run.duration", ("jobqueue.queue", "again"), ("jobqueue.state", "succeeded")));
        CollectionAssert.AreEqual(new[] { 0.0 }, readings.Of("jobqueue.run.lateness", ("jobqueue.queue", "again")));
    }

    [TestMethod]
    public async Task Occurrences_ThatDoNotRun_AreCountedEach()
    {
        await using var store = new LedgerFixture();
        using var readings = new Readings();
        var job = await store.AddJobAsync(new JobPolicy { Queue = "not-run" });
        var run = store.RunOf(job, LedgerFixture.Now);

        await store.Ledger.WriteAsync(connection =>
            JobWrites.NotRun(connection, run, RunState.Missed, "down", LedgerFixture.Now.AddHours(4), count: 5));
        await store.Ledger.WriteAsync(connection =>
            JobWrites.NotRun(connection, run, RunState.Missed, "down", LedgerFixture.Now.AddHours(5), count: 1));

        CollectionAssert.AreEqual(
            new[] { 5.0, 1.0 }, readings.Of("jobqueue.runs", ("jobqueue.queue", "not-run"), ("jobqueue.state", "missed")));
    }

    [TestMethod]
    public async Task Run_CancelledWhileItWaits_IsCountedOnceAndHasNoDuration()
    {
        await using var store = new LedgerFixture();
        using var readings = new Readings();
        var run = store.NewRun(policy: new JobPolicy { Queue = "given-up" });
        await store.AddAsync(run);

        await store.Ledger.WriteAsync(connection => RunWrites.Cancel(connection, run.Id, null, null, LedgerFixture.Now));
        await store.Ledger.WriteAsync(connection => RunWrites.Cancel(connection, run.Id, null, null, LedgerFixture.Now));

        CollectionAssert.AreEqual(
            new[] { 1.0 }, readings.Of("jobqueue.runs", ("jobqueue.queue", "given-up"), ("jobqueue.state", "cancelled")));
        Assert.IsEmpty(readings.Of("jobqueue.run.duration", ("jobqueue.queue", "given-up")));
    }

    [TestMethod]
    public async Task Run_WhoseEndIsUndone_IsNotCounted()
    {
        await using var store = new LedgerFixture();
        using var readings = new Readings();
        var run = store.NewRun(policy: new JobPolicy { Queue = "undone" });
        await store.AddAsync(run);

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => store.Ledger.WriteAsync<int>(connection =>
        {
            RunWrites.CancelWaiting(connection, run.Id, "a test", LedgerFixture.Now);
            throw new InvalidOperationException("undone");
        }));
        await store.AddAsync(store.NewRun());

        Assert.IsEmpty(readings.Of("jobqueue.runs", ("jobqueue.queue", "undone")));
    }

    [TestMethod]
    public async Task Run_FailedByACrash_IsCounted()
    {
        await using var store = new LedgerFixture();
        using var readings = new Readings();
        await store.AddAsync(store.NewRun(RunState.Running, new JobPolicy { Queue = "crashing", OnCrash = OnCrash.Never }));

        await store.Ledger.WriteAsync(connection => Recovery.Recover(connection, LedgerFixture.Now));

        CollectionAssert.AreEqual(
            new[] { 1.0 }, readings.Of("jobqueue.runs", ("jobqueue.queue", "crashing"), ("jobqueue.state", "failed")));
    }
}
