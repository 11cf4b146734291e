using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Tests.Queue;

namespace JobQueue.Jobs.Tests.Metrics;

/// <summary>Each test has a queue of its own: what is measured of others is heard too.</summary>
[TestClass]
public sealed class QueueGaugesTests
{
    [TestMethod]
    public async Task Gauges_OfAQueueWithOneSlot_SayWhatIsSentAndWhatWaits()
    {
        await using var queue = new QueueFixture(slots: 1);
        using var gauges = Gauges(queue);
        using var readings = new Readings();
        await queue.Queue.StartAsync();
        await queue.EnterAsync(new JobPolicy { Queue = "gauged" });
        await queue.BegunAsync();
        await queue.EnterAsync(new JobPolicy { Queue = "gauged" }, due: -30);
        await queue.EnterAsync(new JobPolicy { Queue = "gauged" }, due: -10);

        gauges.Start();
        readings.Observe();

        CollectionAssert.AreEqual(new[] { 1.0 }, readings.Of("jobqueue.run.in_flight", ("jobqueue.queue", "gauged")));
        CollectionAssert.AreEqual(new[] { 2.0 }, readings.Of("jobqueue.queue.depth", ("jobqueue.queue", "gauged")));
        CollectionAssert.AreEqual(new[] { 30.0 }, readings.Of("jobqueue.queue.oldest_waiting", ("jobqueue.queue", "gauged")));
    }

    [TestMethod]
    public async Task Gauges_OfAQueueThatIsEmptyAgain_SayZero()
    {
        await using var queue = new QueueFixture();
        using var gauges = Gauges(queue);
        using var readings = new Readings();
        await queue.Queue.StartAsync();
        await queue.EnterAsync(new JobPolicy { Queue = "emptied" });
        await queue.AnswerAsync(200);
        await queue.DrainAsync();

        gauges.Start();
        readings.Observe();

        CollectionAssert.AreEqual(new[] { 0.0 }, readings.Of("jobqueue.run.in_flight", ("jobqueue.queue", "emptied")));
        CollectionAssert.AreEqual(new[] { 0.0 }, readings.Of("jobqueue.queue.depth", ("jobqueue.queue", "emptied")));
        CollectionAssert.AreEqual(new[] { 0.0 }, readings.Of("jobqueue.queue.oldest_waiting", ("jobqueue.queue", "emptied")));
    }

    [TestMethod]
    public async Task Gauges_OfAnAppThatIsGone_AreSilent()
    {
        await using var queue = new QueueFixture();
        var gauges = Gauges(queue);
        using var readings = new Readings();
        queue.Queue.Queues.Slots("gone");
        gauges.Start();

        gauges.Dispose();
        readings.Observe();

        Assert.IsEmpty(readings.Of("jobqueue.queue.depth", ("jobqueue.queue", "gone")));
    }

    [TestMethod]
    public async Task Gauges_OfALedgerThatCannotBeRead_SayNothingOfWhatIsThere()
    {
        await using var queue = new QueueFixture(busyReads: int.MaxValue);
        using var gauges = Gauges(queue);
        using var readings = new Readings();
        queue.Queue.Queues.Slots("unread");
        gauges.Start();

        readings.Observe();

        CollectionAssert.AreEqual(new[] { 0.0 }, readings.Of("jobqueue.run.in_flight", ("jobqueue.queue", "unread")));
        Assert.IsEmpty(readings.Of("jobqueue.queue.depth", ("jobqueue.queue", "unread")));
        Assert.IsEmpty(readings.Of("jobqueue.queue.oldest_waiting", ("jobqueue.queue", "unread")));
    }

    [TestMethod]
    public async Task Gauges_OfANodeThatIsNotTheFirst_SayOnlyWhatItSends()
    {
        await using var queue = new QueueFixture(cluster: new ClusterOfAnother());
        using var gauges = Gauges(queue);
        using var readings = new Readings();
        await queue.Queue.StartAsync();
        await queue.EnterAsync(new JobPolicy { Queue = "shared" });
        await queue.BegunAsync();

        gauges.Start();
        readings.Observe();

        CollectionAssert.AreEqual(new[] { 1.0 }, readings.Of("jobqueue.run.in_flight", ("jobqueue.queue", "shared")));
        Assert.IsEmpty(readings.Of("jobqueue.queue.depth", ("jobqueue.queue", "shared")));
        Assert.IsEmpty(readings.Of("jobqueue.queue.oldest_waiting", ("jobqueue.queue", "shared")));
    }

    private static QueueGauges Gauges(QueueFixture queue) => new(queue.Queue, queue.Dispatcher, queue.Store.Ledger, queue.Time);

    private sealed class ClusterOfAnother : Cluster
    {
        internal override bool IsFirst => false;
    }
}
