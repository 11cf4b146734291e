using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>Runs that wait at the sender for a connection when they are held back.</summary>
[TestClass]
public sealed class WithdrawnRunTests
{
    private static readonly JobPolicy Mail = new() { Queue = QueueFixture.Mails, Retry = 0 };

    [TestMethod]
    public async Task PauseAsync_QueueOfARunThatWaitsForAConnection_SendsItAfterTheResumeInItsPlace()
    {
        await using var fixture = new QueueFixture(slots: 4, new QueueLimit(1));
        await fixture.Queue.StartAsync();
        fixture.Sender.HasNoConnection = true;
        var run = await fixture.EnterAsync(Mail);
        var behind = await fixture.EnterAsync(Mail, due: 1);
        var waiting = await fixture.Sender.NextAsync();

        await fixture.Queue.Queues.PauseAsync(QueueFixture.Mails, "anna", "maintenance");
        var (end, whilePaused) = ((await waiting.Result).End, fixture.Sender.Sent.Count);
        fixture.Sender.HasNoConnection = false;
        await fixture.Queue.Queues.ResumeAsync(QueueFixture.Mails, "anna", null);
        await fixture.AnswerAsync(200, 200);
        await fixture.DrainAsync();

        Assert.AreEqual((AttemptEnd.Withdrawn, 1), (end, whilePaused));
        CollectionAssert.AreEqual(new[] { run.Id, run.Id, behind.Id }, fixture.Sender.Sent.ToArray());
        Assert.AreEqual((RunState.Succeeded, 0), ((await fixture.WrittenAsync(run)).State, (await fixture.WrittenAsync(run)).Failures));
    }

    [TestMethod]
    // Whether the job is removed, whether another process does it, the state of its run afterwards
    [DataRow(false, false, "pending")]
    [DataRow(true, false, "cancelled")]
    [DataRow(false, true, "pending")]
    [DataRow(true, true, "cancelled")]
    public async Task SettleAsync_JobOfARunThatWaitsForAConnectionIsHeldBack_IsNotSent(bool isRemoved, bool isElsewhere, string state)
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        fixture.Sender.HasNoConnection = true;
        var job = await fixture.Store.AddJobAsync();
        var run = await fixture.OccurAsync(job, 1);
        var waiting = await fixture.Sender.NextAsync();
        var other = await fixture.EnterAsync();

        await fixture.Store.Ledger.WriteAsync(connection => isRemoved
            ? JobWrites.Remove(connection, job.Id, null, null, null, LedgerFixture.Now)
            : JobWrites.Pause(connection, job.Id, null, null, LedgerFixture.Now));
        await (isElsewhere ? fixture.Queue.Queues.SettleAsync() : fixture.Queue.Queues.SettleAsync(job.Id, isRemoved));
        var end = (await waiting.Result).End;
        await fixture.AnswerAsync(200);
        await fixture.DrainAsync();

        Assert.AreEqual((AttemptEnd.Withdrawn, 2), (end, fixture.Sender.Sent.Count));
        Assert.AreEqual(
            (state, RunState.Succeeded), (Word.Of((await fixture.WrittenAsync(run)).State), (await fixture.WrittenAsync(other)).State));
    }

    [TestMethod]
    public async Task SettleAsync_RunByHandOfAJobThatIsPaused_IsSent()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        fixture.Sender.HasNoConnection = true;
        var job = await fixture.Store.AddJobAsync();
        var run = fixture.Store.RunOf(job, LedgerFixture.Now) with { Cause = RunCause.Manual };
        await fixture.Queue.EnterAsync(run, RunWrites.Add, isAdded => isAdded);
        var waiting = await fixture.Sender.NextAsync();

        await fixture.Store.Ledger.WriteAsync(connection => JobWrites.Pause(connection, job.Id, null, null, LedgerFixture.Now));
        await fixture.Queue.Queues.SettleAsync(job.Id, isRemoved: false);
        waiting.Answer(200);
        await fixture.DrainAsync();

        Assert.AreEqual(RunState.Succeeded, (await fixture.WrittenAsync(run)).State);
    }

    [TestMethod]
    public async Task SendAsync_AnotherOfTheQueueIsToldToWait_IsNotSentMeanwhile()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var told = await fixture.EnterAsync(Mail);
        var exchange = await fixture.Sender.NextAsync();
        fixture.Sender.HasNoConnection = true;
        var run = await fixture.EnterAsync(Mail);
        var waiting = await fixture.Sender.NextAsync();
        fixture.Sender.HasNoConnection = false;

        exchange.Answer(QueueFixture.Busy(30));
        var end = (await waiting.Result).End;
        await fixture.HeldAsync();
        var whileHeld = fixture.Sender.Sent.ToArray();
        fixture.Time.Advance(TimeSpan.FromSeconds(30));
        await fixture.AnswerAsync(200);
        await fixture.DrainAsync();

        Assert.AreEqual(AttemptEnd.Withdrawn, end);
        CollectionAssert.AreEqual(new[] { told.Id, run.Id }, whileHeld);
        Assert.AreEqual(RunState.Succeeded, (await fixture.WrittenAsync(run)).State);
    }

    [TestMethod]
    public async Task StopAsync_RunThatWaitsForAConnection_IsNotSent()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        fixture.Sender.HasNoConnection = true;
        var run = await fixture.EnterAsync(new JobPolicy { OnCrash = OnCrash.Never });
        var waiting = await fixture.Sender.NextAsync();

        await fixture.DrainAsync();

        Assert.AreEqual((AttemptEnd.Withdrawn, RunState.Pending), ((await waiting.Result).End, (await fixture.WrittenAsync(run)).State));
    }
}
