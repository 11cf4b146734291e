using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>Queues that people pause, and that responses slow down.</summary>
[TestClass]
public sealed class HeldQueueTests
{
    private static readonly JobPolicy Mail = new() { Queue = QueueFixture.Mails, Retry = 0 };

    [TestMethod]
    public async Task PauseAsync_WhileManyEnter_NothingIsSentAfterwardsUntilResume()
    {
        await using var fixture = new QueueFixture(slots: 1000);
        await fixture.Queue.StartAsync();
        using var end = new CancellationTokenSource();
        var answering = fixture.Sender.AnswerAllAsync(200, end.Token);
        var entering = Enumerable.Range(0, 500).Select(_ => Task.Run(() => fixture.EnterAsync(Mail))).ToList();

        await entering[100];
        await fixture.Queue.Queues.PauseAsync(QueueFixture.Mails, "anna", "maintenance");
        var sentAtPause = fixture.Sender.Sent.Count;
        await Task.WhenAll(entering);
        await fixture.EnterAsync(Mail);
        await fixture.Store.Ledger.WriteAsync(_ => true);
        var sentWhilePaused = fixture.Sender.Sent.Count;
        await fixture.Queue.Queues.ResumeAsync(QueueFixture.Mails, "anna", null);
        await fixture.Sender.SentAsync(501);
        await fixture.DrainAsync();
        await end.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => answering);
        Assert.AreEqual(sentAtPause, sentWhilePaused);
        Assert.HasCount(501, fixture.Sender.Sent.Distinct());
    }

    [TestMethod]
    public async Task PauseAsync_OneQueue_IsSeenAndLetsOthersGoAndSurvivesAStart()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.Queues.PauseAsync(QueueFixture.Mails, "anna", "maintenance");
        await fixture.Queue.StartAsync();
        var held = await fixture.EnterAsync(Mail);
        var other = await fixture.EnterAsync();

        var sent = await fixture.BegunAsync();

        var status = (await fixture.Queue.Queues.AllAsync()).Single(queue => queue.Row.Name == QueueFixture.Mails);
        Assert.AreEqual((other.Id, RunState.Pending), (sent.Id, await fixture.StateAsync(held)));
        Assert.AreEqual((true, "maintenance", 1L, 0L), (status.Row.IsPaused, status.Row.Reason, status.Row.Pending, status.Row.Running));
    }

    [TestMethod]
    // Status, seconds asked for, seconds held
    [DataRow(429, "30", 30)]
    [DataRow(503, "30", 30)]
    [DataRow(503, "86400", 3600)]
    public async Task SendAsync_ResponseThatAsksForPatience_HoldsItsQueueAndNoOther(int status, string retryAfter, int seconds)
    {
        await using var fixture = new QueueFixture(slots: 1);
        await fixture.Queue.StartAsync();
        await fixture.EnterAsync(Mail with { Retry = 1 });
        var waiting = await fixture.EnterAsync(Mail);
        var answer = new Response { Status = status, Headers = [new("Retry-After", retryAfter)] };
        (await fixture.Sender.NextAsync()).Answer(new AttemptResult(AttemptEnd.Responded, answer, null));

        var other = await fixture.EnterAsync();
        var whileHeld = await fixture.BegunAsync();
        // The one that was answered is in the ledger, to be tried again.
        await fixture.Waits.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var notBefore = (await fixture.Queue.Queues.AllAsync()).Single(queue => queue.Row.Name == QueueFixture.Mails).NotBefore;
        fixture.Time.Advance(TimeSpan.FromSeconds(seconds));
        var afterwards = await fixture.BegunAsync();

        Assert.AreEqual((other.Id, waiting.Id), (whileHeld.Id, afterwards.Id));
        Assert.AreEqual(LedgerFixture.Now.AddSeconds(seconds), notBefore);
    }

    [TestMethod]
    // Status, Retry-After
    [DataRow(429, null)]
    [DataRow(429, "-5")]
    [DataRow(500, "30")]
    [DataRow(200, "30")]
    public async Task SendAsync_AnyOtherResponse_HoldsNothing(int status, string? retryAfter)
    {
        await using var fixture = new QueueFixture(slots: 1);
        await fixture.Queue.StartAsync();
        await fixture.EnterAsync(Mail);
        var waiting = await fixture.EnterAsync(Mail);
        var answer = new Response { Status = status, Headers = retryAfter is null ? [] : [new("Retry-After", retryAfter)] };

        (await fixture.Sender.NextAsync()).Answer(new AttemptResult(AttemptEnd.Responded, answer, null));

        Assert.AreEqual(waiting.Id, (await fixture.BegunAsync()).Id);
    }

    [TestMethod]
    public async Task TakeUpAsync_PatienceAskedForBeforeTheStart_StillHolds()
    {
        await using var fixture = new QueueFixture();
        await fixture.Store.Ledger.WriteAsync(connection =>
        {
            QueueRows.Hold(connection, QueueFixture.Mails, LedgerFixture.Now.AddSeconds(30), LedgerFixture.Now);
            QueueRows.Hold(connection, QueueFixture.Mails, LedgerFixture.Now.AddSeconds(10), LedgerFixture.Now);
            return true;
        });
        await fixture.Queue.StartAsync();

        var held = await fixture.EnterAsync(Mail);
        var before = await fixture.StateAsync(held);
        fixture.Time.Advance(TimeSpan.FromSeconds(30));

        Assert.AreEqual(RunState.Pending, before);
        Assert.AreEqual(held.Id, (await fixture.BegunAsync()).Id);
    }

    [TestMethod]
    public async Task ResumeAsync_PatienceAskedFor_GoesOnAtOnceAndAfterAStart()
    {
        await using var fixture = new QueueFixture();
        await fixture.Store.Ledger.WriteAsync(connection =>
            QueueRows.Hold(connection, QueueFixture.Mails, LedgerFixture.Now.AddHours(1), LedgerFixture.Now));
        await fixture.Queue.StartAsync();
        var held = await fixture.EnterAsync(Mail);
        var before = await fixture.StateAsync(held);

        await fixture.Queue.Queues.ResumeAsync(QueueFixture.Mails, "anna", "it is back");
        var sent = await fixture.BegunAsync();
        await fixture.Queue.Queues.TakeUpAsync(QueueFixture.Mails);

        Assert.AreEqual((RunState.Pending, held.Id), (before, sent.Id));
        Assert.IsNull(fixture.Queue.Queues.Slots(QueueFixture.Mails).NotBefore());
    }

    [TestMethod]
    public async Task TakeUpAsync_AnotherQueueHasChanged_KeepsWhatIsNotInTheLedgerYet()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.Queues.ResumeAsync(QueueFixture.Mails, "anna", null);
        fixture.Queue.Queues.Slots(QueueFixture.Mails).HoldUntil(LedgerFixture.Now.AddHours(1));

        await fixture.Queue.Queues.TakeUpAsync("reports");

        Assert.AreEqual(LedgerFixture.Now.AddHours(1), fixture.Queue.Queues.Slots(QueueFixture.Mails).NotBefore());
    }

    [TestMethod]
    public async Task TakeUpAsync_WhatAResponseAskedForIsNotInTheLedgerYet_HoldsAllTheWhile()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.Queues.ResumeAsync(QueueFixture.Mails, "anna", null);
        await fixture.Queue.StartAsync();
        await fixture.EnterAsync(Mail);
        var exchange = await fixture.Sender.NextAsync();
        using var isAway = new ManualResetEventSlim();
        var writing = fixture.Store.Ledger.WriteAsync(_ => isAway.Wait(TimeSpan.FromMinutes(2)));
        exchange.Answer(QueueFixture.Busy(seconds: 30));
        await fixture.HeldAsync();

        await fixture.Queue.Queues.TakeUpAsync(Notice.All);
        var whileAway = fixture.Queue.Queues.Slots(QueueFixture.Mails).NotBefore();
        isAway.Set();
        await fixture.DrainAsync();

        Assert.IsTrue(await writing);
        Assert.AreEqual(LedgerFixture.Now.AddSeconds(30), whileAway);
        Assert.AreEqual(LedgerFixture.Now.AddSeconds(30), fixture.Queue.Queues.Slots(QueueFixture.Mails).NotBefore());
    }

    [TestMethod]
    public async Task TakeUpAsync_ResumedAndHeldForLessSince_HoldsForThat()
    {
        await using var fixture = new QueueFixture();
        await fixture.Store.Ledger.WriteAsync(connection =>
            QueueRows.Hold(connection, QueueFixture.Mails, LedgerFixture.Now.AddHours(1), LedgerFixture.Now));
        await fixture.Queue.Queues.TakeUpAsync(QueueFixture.Mails);
        await fixture.Store.Ledger.WriteAsync(connection =>
            QueueRows.SetPaused(connection, QueueFixture.Mails, isPaused: false, "anna", null, LedgerFixture.Now)
            && QueueRows.Hold(connection, QueueFixture.Mails, LedgerFixture.Now.AddSeconds(10), LedgerFixture.Now));

        await fixture.Queue.Queues.TakeUpAsync(QueueFixture.Mails);

        Assert.AreEqual(LedgerFixture.Now.AddSeconds(10), fixture.Queue.Queues.Slots(QueueFixture.Mails).NotBefore());
    }

    [TestMethod]
    public async Task SettleAsync_JobRemovedWhileManyEnter_SendsNothingOfItAfterwards()
    {
        await using var fixture = new QueueFixture(slots: 1000);
        await fixture.Queue.StartAsync();
        using var end = new CancellationTokenSource();
        var answering = fixture.Sender.AnswerAllAsync(200, end.Token);
        var job = await fixture.Store.AddJobAsync(new JobPolicy { Overlap = Overlap.Allow });
        var entering = Enumerable.Range(0, 500).Select(minute => Task.Run(() => fixture.OccurAsync(job, minute))).ToList();

        await entering[100];
        await fixture.Store.Ledger.WriteAsync(connection => JobWrites.Remove(connection, job.Id, null, null, null, LedgerFixture.Now));
        await fixture.Queue.Queues.ArriveAsync();
        var sentAtRemoval = fixture.Sender.Sent.Count;
        await Task.WhenAll(entering);
        await fixture.DrainAsync();
        await end.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => answering);
        Assert.AreEqual(sentAtRemoval, fixture.Sender.Sent.Count);
    }
}
