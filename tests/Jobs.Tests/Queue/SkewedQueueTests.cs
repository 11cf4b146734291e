using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Clustering;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>Runs and queues of a process whose clock is put forward or back while it works.</summary>
[TestClass]
public sealed class SkewedQueueTests
{
    private static readonly JobPolicy Mail = new() { Queue = QueueFixture.Mails, Retry = 1 };

    private readonly SkewedCluster _cluster = new();

    [TestMethod]
    [DataRow(24)]
    [DataRow(-24)]
    public async Task SendAsync_ClockIsSetDuringTheAttempt_ItsEndHasTheTimeOfTheLedger(int hours)
    {
        await using var fixture = new QueueFixture(cluster: _cluster);
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync(Mail);
        var exchange = await fixture.Sender.NextAsync();

        Set(fixture, hours);
        exchange.Answer(QueueFixture.Busy(seconds: 30));
        await fixture.DrainAsync();

        var until = LedgerFixture.Now.AddSeconds(30);
        var queue = (await fixture.Queue.Queues.AllAsync()).Single(queue => queue.Row.Name == QueueFixture.Mails);
        Assert.AreEqual((until, until, until), ((await fixture.WrittenAsync(run)).NotBefore, queue.Row.NotBefore, queue.NotBefore));
        Assert.AreEqual(until.AddHours(hours), fixture.Queue.Queues.Slots(QueueFixture.Mails).NotBefore());
    }

    [TestMethod]
    public async Task SendAsync_TheLedgersClockWasSetAsWell_ItsEndHasThatTime()
    {
        await using var fixture = new QueueFixture(cluster: _cluster);
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync(Mail);
        var exchange = await fixture.Sender.NextAsync();

        Set(fixture, hours: 24);
        _cluster.Measured = TimeSpan.Zero;
        exchange.Answer(QueueFixture.Busy(seconds: 30));
        await fixture.DrainAsync();

        Assert.AreEqual(LedgerFixture.Now.AddHours(24).AddSeconds(30), (await fixture.WrittenAsync(run)).NotBefore);
    }

    [TestMethod]
    [DataRow(24)]
    [DataRow(-24)]
    public async Task TakeUpAsync_ClockThatIsOff_HoldsForAsLongAsTheOthers(int hours)
    {
        await using var fixture = new QueueFixture(cluster: _cluster);
        await fixture.Store.Ledger.WriteAsync(connection =>
            QueueRows.Hold(connection, QueueFixture.Mails, LedgerFixture.Now.AddSeconds(30), LedgerFixture.Now));
        Set(fixture, hours);

        await fixture.Queue.Queues.TakeUpAsync(QueueFixture.Mails);

        Assert.AreEqual(LedgerFixture.Now.AddSeconds(30).AddHours(hours), fixture.Queue.Queues.Slots(QueueFixture.Mails).NotBefore());
    }

    [TestMethod]
    public async Task PauseAsync_ClockThatIsOff_IsToldWithTheTimeOfTheLedger()
    {
        await using var fixture = new QueueFixture(cluster: _cluster);
        Set(fixture, hours: 24);

        await fixture.Queue.Queues.PauseAsync(QueueFixture.Mails, "anna", null);
        await fixture.Queue.Queues.ResumeAsync(QueueFixture.Mails, "anna", null);

        var times = await fixture.Store.Ledger.ReadAsync(connection => connection.All("SELECT DISTINCT at FROM events", row => row.Instant(0)));
        Assert.AreEqual(LedgerFixture.Now, times.Single());
    }

    [TestMethod]
    public async Task CancelAsync_ClockThatIsOff_EndsTheRunAtTheTimeOfTheLedger()
    {
        await using var fixture = new QueueFixture(cluster: _cluster);
        Set(fixture, hours: 24);
        var run = await fixture.EnterAsync(Mail);

        await fixture.Queue.CancelAsync(run.Id, "anna", "enough");

        Assert.AreEqual(LedgerFixture.Now, (await fixture.WrittenAsync(run)).Finished);
    }

    private void Set(QueueFixture fixture, int hours)
    {
        var by = TimeSpan.FromHours(hours);
        fixture.Time.Jump(by);
        _cluster.Ahead = by;
    }
}
