using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Clustering;

/// <summary>Queues that responses hold back, of several nodes.</summary>
[TestClass]
public sealed class HeldQueueOfNodesTests
{
    [TestMethod]
    public async Task Resume_QueueThatAResponseHoldsBack_GoesOnAtAllNodes()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = await Node.StartAsync(store);
        await using var other = await Node.StartAsync(store);
        await one.Ledger.WriteAsync(connection => QueueRows.Hold(connection, "default", LedgerFixture.Now.AddHours(1), LedgerFixture.Now));
        await one.SettleAsync();
        var held = other.Queue.Queues.Slots("default").NotBefore();

        await one.Queue.Queues.ResumeAsync("default", "anna", null);
        await one.SettleAsync();

        Assert.AreEqual(LedgerFixture.Now.AddHours(1), held);
        Assert.IsNull(other.Queue.Queues.Slots("default").NotBefore());
    }
}
