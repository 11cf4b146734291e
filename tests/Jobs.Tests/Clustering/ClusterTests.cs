using System.Threading.Channels;
using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Queue;
using JobQueue.Jobs.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Jobs.Tests.Clustering;

/// <summary>Several processes on one ledger, here as several ledgers on one database.</summary>
[TestClass]
public sealed class ClusterTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly JobPolicy Mails = new() { Queue = QueueFixture.Mails };

    [TestMethod]
    public async Task Enter_NoSlotFree_AnotherNodeSendsIt()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = await Node.StartAsync(store, slots: 1);
        await using var other = await Node.StartAsync(store, slots: 1);
        var (first, second) = (await one.Fixture.EnterAsync(), await one.Fixture.EnterAsync());

        var attempt = await other.Sender.NextAsync();

        Assert.AreEqual(second.Id, attempt.Attempt.RunId);
        Assert.AreEqual(first.Id, (await one.Sender.NextAsync()).Attempt.RunId);
    }

    [TestMethod]
    public async Task Resume_RunOfAQueue_TellsTheOtherNodes()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = await Node.StartAsync(store);
        await using var other = await Node.StartAsync(store);
        var run = one.Fixture.Store.NewRun(policy: Mails);
        await one.Ledger.WriteAsync(connection =>
        {
            RunWrites.Add(connection, run, owner: null);
            return RunWrites.SetPaused(connection, run.Id, isPaused: true, who: null, reason: null, LedgerFixture.Now);
        });
        await one.SettleAsync();
        var heard = Channel.CreateUnbounded<string>();
        other.Ledger.Cluster.On(Notice.Wake, queue => heard.Writer.WriteAsync(queue).AsTask());

        await one.Ledger.WriteAsync(connection => RunWrites.SetPaused(connection, run.Id, isPaused: false, who: null, reason: null, LedgerFixture.Now));

        // All of them are woken from time to time.
        var queue = await heard.Reader.ReadAllAsync().FirstAsync(queue => queue != Notice.All).AsTask().WaitAsync(Limit);
        Assert.AreEqual(QueueFixture.Mails, queue);
    }

    [TestMethod]
    public async Task Enter_RateUsedUpByAnotherNode_WaitsForTheClock()
    {
        var store = await SharedPostgres.NewStoreAsync();
        var limit = new QueueLimit(10, new Rate(2, TimeSpan.FromHours(1)));
        await using var one = await Node.StartAsync(store, mails: limit);
        await using var other = await Node.StartAsync(store, mails: limit);
        await one.Fixture.EnterAsync(Mails);
        await one.Fixture.EnterAsync(Mails);
        await one.Fixture.AnswerAsync(200, 200);

        var run = await other.Fixture.EnterAsync(Mails);
        var before = await other.Fixture.StateAsync(run);
        var held = await other.Fixture.HeldAsync() - LedgerFixture.Now;
        // And a little, by which what is known of their clocks may differ.
        other.Fixture.Time.Advance(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(1));
        // Who finds the queue locked by the other node looks again a second later.
        using var end = new CancellationTokenSource(PostgresServer.Limit);
        for (; await other.Fixture.StateAsync(run) == RunState.Pending; other.Fixture.Time.Advance(TimeSpan.FromSeconds(1)))
            end.Token.ThrowIfCancellationRequested();

        Assert.AreEqual(RunState.Pending, before);
        Assert.IsInRange(TimeSpan.FromMinutes(59), TimeSpan.FromMinutes(61), held);
        Assert.AreEqual(run.Id, (await other.Sender.NextAsync()).Attempt.RunId);
    }

    [TestMethod]
    public async Task Cancel_RunOfAnotherNode_IsAbortedThere()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = await Node.StartAsync(store);
        await using var other = await Node.StartAsync(store);
        var run = await one.Fixture.EnterAsync();
        var attempt = await one.Sender.NextAsync();

        var state = await other.Queue.CancelAsync(run.Id, "anna", "enough");

        Assert.AreEqual(RunState.Running, state);
        Assert.AreEqual(AttemptEnd.Aborted, (await attempt.Result.WaitAsync(PostgresServer.Limit)).End);
    }

    [TestMethod]
    public async Task Pause_QueueOnAnotherNode_NothingMoreOfItIsSent()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = await Node.StartAsync(store);
        await using var other = await Node.StartAsync(store);

        await other.Queue.Queues.PauseAsync("default", who: null, reason: null);
        var run = await one.Fixture.EnterAsync();
        var paused = await one.Fixture.StateAsync(run);
        await other.Queue.Queues.ResumeAsync("default", who: null, reason: null);

        Assert.AreEqual(RunState.Pending, paused);
        Assert.AreEqual(run.Id, (await Task.WhenAny(one.Sender.NextAsync(), other.Sender.NextAsync()).Unwrap()).Attempt.RunId);
    }

    [TestMethod]
    public async Task Limit_OfOneForAQueue_HoldsForAllNodesTogetherAndInOrder()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = await Node.StartAsync(store, mails: new QueueLimit(1));
        await using var other = await Node.StartAsync(store, mails: new QueueLimit(1));
        var entered = new List<string>();
        foreach (var (node, due) in new[] { (one, 0), (other, 1), (other, 2), (one, 3), (other, 4) })
            entered.Add((await node.Fixture.EnterAsync(Mails, due)).Id);

        var sent = new List<string>();
        var (here, there) = (one.Sender.NextAsync(), other.Sender.NextAsync());
        foreach (var _ in entered)
        {
            var next = await await Task.WhenAny(here, there);
            sent.Add(next.Attempt.RunId);
            Assert.AreEqual(1L, await one.Ledger.ReadAsync(connection => connection.Scalar("SELECT count(*) FROM runs WHERE state = 'running'")));
            (here, there) = here.IsCompleted ? (one.Sender.NextAsync(), there) : (here, other.Sender.NextAsync());
            next.Answer(200);
        }

        CollectionAssert.AreEqual(entered, sent);
    }

    [TestMethod]
    public async Task Start_HandlersThatFailAtFirst_AreAllCalledAgain()
    {
        await using var node = new LedgerFixture(await SharedPostgres.NewStoreAsync());
        var (queue, cancel, keys) = (new FailsOnce(), new FailsOnce(), new FailsOnce());
        node.Ledger.Cluster.On(Notice.Queue, queue.HandleAsync);
        node.Ledger.Cluster.On(Notice.Cancel, cancel.HandleAsync);
        node.Ledger.Cluster.On(Notice.Keys, keys.HandleAsync);

        node.Ledger.Cluster.Start(_ => { }, NullLogger.Instance);
        var again = await Task.WhenAll(queue.Again, cancel.Again, keys.Again).WaitAsync(Limit);

        CollectionAssert.AreEqual(new[] { Notice.All, Notice.All, Notice.All }, again);
    }

    [TestMethod]
    public async Task Node_TakenForDead_LosesItsRunsAndComesBackAsAnother()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = await Node.StartAsync(store);
        var run = await one.Fixture.EnterAsync();
        var zombie = await one.Sender.NextAsync();
        var owner = one.Ledger.Owner;
        await using var other = await Node.StartAsync(store);

        await other.Ledger.WriteAsync(connection => connection.Execute("UPDATE nodes SET ended = now() WHERE id = @id", ("@id", owner)));
        var taken = await await Task.WhenAny(other.Sender.NextAsync(), one.Sender.NextAsync());
        zombie.Answer(200);
        taken.Answer(201);
        await Task.WhenAll(one.Fixture.DrainAsync(), other.Fixture.DrainAsync());

        Assert.AreEqual((run.Id, 2), (taken.Attempt.RunId, taken.Attempt.Attempt));
        var ended = await other.Fixture.WrittenAsync(run);
        Assert.AreEqual((RunState.Succeeded, 201, 2), (ended.State, ended.Status, ended.Attempt));
        Assert.AreNotEqual(owner, one.Ledger.Owner);
    }

    [TestMethod]
    public async Task Recover_NodeTakenForDeadBeforeItsFirstHeartbeat_IsDoneAsAnother()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var starting = new LedgerFixture(store);
        await using var other = new LedgerFixture(store);
        var owner = starting.Ledger.Owner;
        var run = other.NewRun();
        await other.AddAsync(run);
        await other.ClaimAsync(owner: owner);
        await other.Ledger.WriteAsync(connection => connection.Execute("UPDATE nodes SET ended = now() WHERE id = @id", ("@id", owner)));

        var recovered = await starting.Ledger.WriteAsync(connection => Recovery.Recover(connection, LedgerFixture.Now));

        Assert.AreNotEqual(owner, starting.Ledger.Owner);
        Assert.AreEqual((run.Id, RunState.Pending), (recovered.Single().Id, (await other.FindAsync(run.Id))!.State));
    }

    [TestMethod]
    public async Task Add_OneNameByManyNodesAtOnce_IsTakenOnce()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = new LedgerFixture(store);
        await using var other = new LedgerFixture(store);
        var named = new JobPolicy { Name = "once" };

        var added = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : other)).Select(node => node.AddAsync(node.NewRun(policy: named))));

        Assert.AreEqual(1, added.Count(isAdded => isAdded));
    }

    [TestMethod]
    public async Task Occur_OneDueByManyNodesAtOnce_IsOneRun()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = new LedgerFixture(store);
        await using var other = new LedgerFixture(store);
        var job = await one.AddJobAsync();

        var occurred = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : other)).Select(node => node.OccurAsync(job, LedgerFixture.Now)));

        Assert.AreEqual((1, 39), (occurred.Count(what => what == Occurrence.Entered), occurred.Count(what => what == Occurrence.Known)));
    }

    [TestMethod]
    public async Task Open_FiveNodesAtOnceOnAnEmptyDatabase_MigrateOnce()
    {
        var store = await SharedPostgres.NewStoreAsync();

        var nodes = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => new LedgerFixture(store))));

        var (applied, alive) = await nodes[0].Ledger.ReadAsync(connection => (
            connection.All("SELECT number FROM migrations ORDER BY number", row => row.Int64(0)),
            connection.Scalar("SELECT count(*) FROM nodes WHERE ended IS NULL")));
        CollectionAssert.AllItemsAreUnique(applied);
        Assert.AreEqual(5L, alive);
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    /// <summary>Takes notices, but for the first, as while the database is away.</summary>
    private sealed class FailsOnce
    {
        private readonly TaskCompletionSource<string> _again = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _calls;

        internal Task<string> Again => _again.Task;

        internal Task HandleAsync(string argument) =>
            _calls++ == 0
                ? throw new LedgerException("the database cannot be reached") { IsPassing = true }
                : Task.Run(() => _again.TrySetResult(argument));
    }
}
