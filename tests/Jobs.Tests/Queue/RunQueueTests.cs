using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Queue;

[TestClass]
public sealed class RunQueueTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task EnterAsync_FreeSlot_SendsAndRecords()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();

        var run = await fixture.EnterAsync();
        var exchange = await fixture.Sender.NextAsync();
        var whileSent = await fixture.StateAsync(run);
        exchange.Answer(200);
        await fixture.DrainAsync();

        Assert.AreEqual((run.Id, 1), (exchange.Attempt.RunId, exchange.Attempt.Attempt));
        Assert.AreEqual(RunState.Running, whileSent, "intent is committed before anything is sent");
        Assert.AreEqual(RunState.Succeeded, await fixture.StateAsync(run));
    }

    [TestMethod]
    public async Task EnterAsync_BeforeStart_WaitsForIt()
    {
        await using var fixture = new QueueFixture();
        var run = await fixture.EnterAsync();
        var before = await fixture.StateAsync(run);

        await fixture.Queue.StartAsync();
        (await fixture.Sender.NextAsync()).Answer(200);
        await fixture.DrainAsync();

        Assert.AreEqual(RunState.Pending, before);
        Assert.AreEqual(RunState.Succeeded, await fixture.StateAsync(run));
    }

    [TestMethod]
    public async Task EnterAsync_OneSlot_IsSerialAndInOrderAndAFailureStopsNothing()
    {
        await using var fixture = new QueueFixture(slots: 1);
        await fixture.Queue.StartAsync();
        Run[] runs = [await fixture.EnterAsync(), await fixture.EnterAsync(), await fixture.EnterAsync()];

        (await fixture.Sender.NextAsync()).Answer(200);
        (await fixture.Sender.NextAsync()).Answer(404);
        (await fixture.Sender.NextAsync()).Answer(200);
        await fixture.DrainAsync();

        CollectionAssert.AreEqual(runs.Select(run => run.Id).ToArray(), fixture.Sender.Sent.ToArray());
        Assert.AreEqual(RunState.Failed, await fixture.StateAsync(runs[1]));
        Assert.AreEqual(RunState.Succeeded, await fixture.StateAsync(runs[2]));
    }

    [TestMethod]
    public async Task EnterAsync_AnotherHasJustBegunToWaitInTheLedger_GoesAfterIt()
    {
        await using var fixture = new QueueFixture(slots: 1);
        await fixture.Queue.StartAsync();
        var released = fixture.Store.NewRun() with { State = RunState.Pending };
        await fixture.Store.Ledger.WriteAsync(connection => RunWrites.Add(connection, released, owner: null));

        var entered = await fixture.EnterAsync();
        (await fixture.Sender.NextAsync()).Answer(200);
        (await fixture.Sender.NextAsync()).Answer(200);
        await fixture.DrainAsync();

        CollectionAssert.AreEqual(new[] { released.Id, entered.Id }, fixture.Sender.Sent.ToArray());
    }

    [TestMethod]
    public async Task EnterAsync_ManyAtOnce_EachIsSentOnce()
    {
        await using var fixture = new QueueFixture(slots: 3);
        await fixture.Queue.StartAsync();

        var entering = Enumerable.Range(0, 200).Select(_ => fixture.EnterAsync()).ToList();
        var answering = Enumerable.Range(0, 200).Aggregate(
            Task.CompletedTask, async (before, _) =>
            {
                await before;
                (await fixture.Sender.NextAsync()).Answer(200);
            });
        var runs = await Task.WhenAll(entering);
        await answering;
        await fixture.DrainAsync();

        CollectionAssert.AreEquivalent(runs.Select(run => run.Id).ToArray(), fixture.Sender.Sent.ToArray());
    }

    [TestMethod]
    public async Task EnterAsync_WhileAClaimFindsNothing_IsSentAllTheSame()
    {
        await using var fixture = new QueueFixture(slots: 1);
        await fixture.Queue.StartAsync();

        // Which of the two hears of the commit first is chance.
        await Enumerable.Range(0, 200).Aggregate(Task.CompletedTask, async (before, _) =>
        {
            await before;
            using var hold = new ManualResetEventSlim();
            var held = fixture.Store.Ledger.WriteAsync(_ => hold.Wait(Limit));
            fixture.Queue.Wake("default");
            var entering = fixture.EnterAsync();
            hold.Set();
            await Task.WhenAll(held, entering);
            (await fixture.Sender.NextAsync()).Answer(200);
        });

        Assert.HasCount(200, fixture.Sender.Sent);
    }

    [TestMethod]
    public async Task EnterAsync_OneThatFailsHadTheLastSlot_TheOtherGetsIt()
    {
        await using var fixture = new QueueFixture(slots: 1);
        await fixture.Queue.StartAsync();
        var late = new LateContinuations();
        var failing = late.Begin(() => fixture.Queue.EnterAsync(
            fixture.Store.NewRun(), (_, _, _) => throw new InvalidOperationException("no row"), (bool isAdded) => isAdded));

        var other = await fixture.EnterAsync();
        late.Go();

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => failing.WaitAsync(Limit));
        Assert.AreEqual(other.Id, (await fixture.Sender.NextAsync()).Attempt.RunId);
    }

    [TestMethod]
    public async Task EnterAsync_RetriedStatus_WaitsForTheAlarm()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync();

        (await fixture.Sender.NextAsync()).Answer(503);
        var until = await fixture.Waits.Task;

        Assert.AreEqual(RunState.Pending, await fixture.StateAsync(run));
        Assert.IsTrue(until > fixture.Time.GetUtcNow());
        Assert.HasCount(1, fixture.Sender.Sent);
    }

    [TestMethod]
    public async Task EnterAsync_PastItsTimeout_IsTimedOut()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync(new JobPolicy { Timeout = TimeSpan.FromSeconds(30), Retry = 0 });
        var exchange = await fixture.Sender.NextAsync();

        fixture.Time.Advance(TimeSpan.FromSeconds(30));
        await exchange.Result;
        await fixture.DrainAsync();

        var found = await fixture.Store.FindAsync(run.Id);
        Assert.AreEqual((RunState.TimedOut, 0, "timed out after 30s"), (found!.State, found.Status, found.Error));
    }

    [TestMethod]
    public async Task CancelAsync_Running_AbortsAndLeadsToNothing()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync();
        var exchange = await fixture.Sender.NextAsync();

        var state = await fixture.Queue.CancelAsync(run.Id, "anna", "wrong one");
        await exchange.Result;
        await fixture.DrainAsync();

        Assert.AreEqual(RunState.Running, state);
        Assert.AreEqual(RunState.Cancelled, await fixture.StateAsync(run));
    }

    [TestMethod]
    public async Task CancelAsync_ClaimedAndNotAtTheSenderYet_IsToldOnceAndGivenUpThere()
    {
        await using var fixture = new QueueFixture();
        var (slots, owner) = (fixture.Queue.Queues.Slots("default"), fixture.Store.Ledger.Owner);
        var taken = slots.TakeForNew()!.Value;
        var run = fixture.Store.NewRun(RunState.Running) with { Attempt = 1 };
        await fixture.Store.Ledger.WriteAsync(connection => RunWrites.Add(connection, run, owner));

        var cancelling = fixture.Queue.CancelAsync(run.Id, "anna", "wrong one");
        await CommitsAsync(fixture, count: 10);
        var isDone = cancelling.IsCompleted;
        var sending = fixture.Dispatcher.SendAsync(run, owner, tellsOthers: false, _ => { }, () => { });
        slots.NoteSent(taken);
        var state = await cancelling;
        await sending.WaitAsync(Limit);

        var told = await fixture.Store.Ledger.ReadAsync(connection => connection.Scalar(
            "SELECT count(*) FROM events WHERE kind = 'cancelled'"));
        Assert.AreEqual((false, RunState.Running, 1L), (isDone, state, told));
        Assert.AreEqual(RunState.Cancelled, await fixture.StateAsync(run));
    }

    private static async Task CommitsAsync(QueueFixture fixture, int count)
    {
        for (var i = 0; i < count; i++)
            await fixture.Store.Ledger.WriteAsync(_ => true);
    }

    [TestMethod]
    public async Task CancelAsync_RetryThatIsOnItsWayToTheLedger_SendsNothingMore()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync();
        var exchange = await fixture.Sender.NextAsync();

        exchange.Answer(503);
        await fixture.Queue.CancelAsync(run.Id, null, null);
        await fixture.DrainAsync();

        Assert.AreEqual(RunState.Cancelled, await fixture.StateAsync(run));
    }

    [TestMethod]
    public async Task StopAsync_PastTheGrace_GivesUpAndTheRunGoesAgain()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync();
        await fixture.Sender.NextAsync();

        var stopping = fixture.Queue.StopAsync(TimeSpan.FromSeconds(30));
        var afterStop = await fixture.EnterAsync();
        fixture.Time.Advance(TimeSpan.FromSeconds(30));
        await stopping;

        Assert.AreEqual(RunState.Pending, await fixture.StateAsync(run));
        Assert.AreEqual(RunState.Pending, await fixture.StateAsync(afterStop));
        Assert.HasCount(1, fixture.Sender.Sent, "nothing new is sent while stopping");
    }

    [TestMethod]
    public async Task EnterAsync_NotSent_GoesAgainLater()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync();

        (await fixture.Sender.NextAsync()).Answer(new AttemptResult(AttemptEnd.NotSent, null, null));
        await fixture.Waits.Task;

        Assert.AreEqual(RunState.Pending, await fixture.StateAsync(run));
    }
}
