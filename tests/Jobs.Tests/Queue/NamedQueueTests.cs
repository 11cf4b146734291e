using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>Limits and order of one queue beside others.</summary>
[TestClass]
public sealed class NamedQueueTests
{
    private static readonly JobPolicy Mail = new() { Queue = QueueFixture.Mails };

    [TestMethod]
    public async Task EnterAsync_QueueThatIsFull_HoldsUpNoOther()
    {
        await using var fixture = new QueueFixture(slots: 4, new QueueLimit(1));
        await fixture.Queue.StartAsync();

        var (first, second) = (await fixture.EnterAsync(Mail), await fixture.EnterAsync(Mail));
        var other = await fixture.EnterAsync();
        Run[] sent = [await fixture.BegunAsync(), await fixture.BegunAsync()];

        CollectionAssert.AreEquivalent(new[] { first.Id, other.Id }, sent.Select(run => run.Id).ToArray());
        Assert.AreEqual(RunState.Pending, await fixture.StateAsync(second));
    }

    [TestMethod]
    public async Task EnterAsync_OneSlot_GoesByPriorityThenDue()
    {
        await using var fixture = new QueueFixture(slots: 4, new QueueLimit(1));
        await fixture.Queue.StartAsync();
        var running = await fixture.EnterAsync(Mail);
        var late = await fixture.EnterAsync(Mail, due: 2);
        var early = await fixture.EnterAsync(Mail, due: 1);
        var low = await fixture.EnterAsync(Mail with { Priority = -5 });
        var urgent = await fixture.EnterAsync(Mail with { Priority = 5 }, due: 9);

        await fixture.AnswerAsync(200, 500, 200, 200, 200);
        await fixture.DrainAsync();

        CollectionAssert.AreEqual(
            new[] { running.Id, urgent.Id, early.Id, late.Id, low.Id }, fixture.Sender.Sent.ToArray(), "a run that failed stops nothing");
    }

    [TestMethod]
    public async Task EnterAsync_RetryThatWaits_LetsOthersPass()
    {
        await using var fixture = new QueueFixture(slots: 4, new QueueLimit(1));
        await fixture.Queue.StartAsync();
        var retried = await fixture.EnterAsync(Mail);
        var other = await fixture.EnterAsync(Mail);

        await fixture.AnswerAsync(503, 200);
        await fixture.DrainAsync();

        Assert.AreEqual((RunState.Pending, RunState.Succeeded), (await fixture.StateAsync(retried), await fixture.StateAsync(other)));
    }

    [TestMethod]
    public async Task EnterAsync_AnotherBeginsToWaitWhileItIsSeenWhetherThereIsRoom_GoesAfterIt()
    {
        await using var fixture = new QueueFixture(slots: 4, new QueueLimit(1, new Rate(10, TimeSpan.FromMinutes(1))));
        await fixture.Queue.StartAsync();
        var running = fixture.Store.NewRun(RunState.Running, Mail);
        await fixture.Store.Ledger.WriteAsync(connection => RunWrites.Add(connection, running, "of a node that has died"));
        await fixture.Store.Ledger.WriteAsync(connection =>
            connection.Execute("INSERT INTO queue_starts (queue, at, runs) VALUES ('mails', '2026-01-01T00:00:00Z', 1)"));
        await fixture.Store.Ledger.WriteAsync(connection => connection.Execute(
            """
            CREATE TRIGGER takes_over AFTER DELETE ON queue_starts
            BEGIN UPDATE runs SET state = 'pending', owner = NULL WHERE state = 'running'; END
            """));

        var entered = await fixture.EnterAsync(Mail);
        await fixture.AnswerAsync(200, 200);
        await fixture.DrainAsync();

        CollectionAssert.AreEqual(new[] { running.Id, entered.Id }, fixture.Sender.Sent.ToArray());
    }

    [TestMethod]
    public async Task EnterAsync_RateUsedUp_WaitsForTheClockAndNothingElse()
    {
        await using var fixture = new QueueFixture(slots: 4, new QueueLimit(10, new Rate(2, TimeSpan.FromMinutes(1))));
        await fixture.Queue.StartAsync();
        Run[] runs = [await fixture.EnterAsync(Mail), await fixture.EnterAsync(Mail), await fixture.EnterAsync(Mail), await fixture.EnterAsync(Mail)];
        await fixture.AnswerAsync(200, 200);
        await fixture.Queue.Queues.ArriveAsync();

        fixture.Time.Advance(TimeSpan.FromSeconds(59));
        await fixture.Store.Ledger.WriteAsync(_ => true);
        await fixture.Queue.Queues.ArriveAsync();
        var before = fixture.Sender.Sent.Count;
        fixture.Time.Advance(TimeSpan.FromSeconds(1));
        await fixture.AnswerAsync(200, 200);
        await fixture.DrainAsync();

        Assert.AreEqual(2, before);
        CollectionAssert.AreEquivalent(runs.Select(run => run.Id).ToArray(), fixture.Sender.Sent.ToArray());
    }

    [TestMethod]
    public async Task EnterAsync_RateUsedUpBeforeTheStart_WaitsForTheClock()
    {
        using var folder = new TempFolder();
        var (store, limit) = ($"sqlite:{folder.File("jobqueue.db")}", new QueueLimit(10, new Rate(3, TimeSpan.FromDays(1))));
        await using (var before = new QueueFixture(slots: 4, limit, store))
        {
            await before.Queue.StartAsync();
            await before.EnterAsync(Mail);
            await before.EnterAsync(Mail);
            await before.AnswerAsync(200, 200);
            await before.DrainAsync();
        }

        await using var fixture = new QueueFixture(slots: 4, limit, store);
        await fixture.Queue.StartAsync();
        var third = await fixture.EnterAsync(Mail);
        Run[] others = [await fixture.EnterAsync(Mail), await fixture.EnterAsync(Mail)];
        await fixture.AnswerAsync(200);
        await fixture.Queue.Queues.ArriveAsync();
        var (sent, held) = (fixture.Sender.Sent.Single(), await fixture.HeldAsync());
        fixture.Time.Advance(TimeSpan.FromDays(1));
        await fixture.AnswerAsync(200, 200);
        await fixture.DrainAsync();

        Assert.AreEqual((third.Id, LedgerFixture.Now.AddDays(1)), (sent, held));
        CollectionAssert.AreEquivalent(others.Append(third).Select(run => run.Id).ToArray(), fixture.Sender.Sent.ToArray());
    }

    [TestMethod]
    public async Task EnterAsync_RateUsedUpBeforeTheStartAndClockSetBack_WaitsNoLonger()
    {
        using var folder = new TempFolder();
        var (store, limit) = ($"sqlite:{folder.File("jobqueue.db")}", new QueueLimit(10, new Rate(1, TimeSpan.FromDays(1))));
        await using (var before = new QueueFixture(slots: 4, limit, store))
        {
            await before.Queue.StartAsync();
            await before.EnterAsync(Mail);
            await before.AnswerAsync(200);
            await before.DrainAsync();
        }

        await using var fixture = new QueueFixture(slots: 4, limit, store);
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync(Mail);
        await fixture.HeldAsync();
        fixture.Time.Jump(TimeSpan.FromDays(-2));
        fixture.Time.Advance(TimeSpan.FromDays(1));

        Assert.AreEqual(run.Id, (await fixture.BegunAsync()).Id);
    }

    [TestMethod]
    public async Task EnterAsync_ManyAtOnceInAStrictQueue_NeverTwoAtATime()
    {
        await using var fixture = new QueueFixture(slots: 4, new QueueLimit(1));
        await fixture.Queue.StartAsync();

        var entering = Enumerable.Range(0, 200).Select(_ => Task.Run(() => fixture.EnterAsync(Mail))).ToList();
        var answering = fixture.AnswerAsync([.. Enumerable.Repeat(200, 200)]);
        await Task.WhenAll(entering);
        await answering;
        await fixture.DrainAsync();

        Assert.HasCount(200, fixture.Sender.Sent.Distinct());
        Assert.AreEqual(1, fixture.Sender.MostAtOnce);
    }
}
