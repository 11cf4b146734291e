using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Metrics;

[TestClass]
public sealed class LedgerMetricsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    // The ledgers of other tests are heard too.
    [TestMethod]
    [DoNotParallelize]
    public async Task Writes_ThatWaitedForAnother_AreOneBatchAndEachCommitIsTimed()
    {
        await using var store = new LedgerFixture();
        using var readings = new Readings();
        using var begun = new ManualResetEventSlim();
        using var gate = new ManualResetEventSlim();

        var first = store.Ledger.WriteAsync(_ =>
        {
            begun.Set();
            return gate.Wait(Limit);
        });
        begun.Wait(Limit);
        Task[] others = [store.AddAsync(store.NewRun()), store.AddAsync(store.NewRun()), store.AddAsync(store.NewRun())];
        gate.Set();
        await Task.WhenAll([first, .. others]);

        CollectionAssert.AreEqual(new[] { 1.0, 3.0 }, readings.Of("jobqueue.ledger.batch.size"));
        var commits = readings.Of("jobqueue.ledger.commit.duration");
        Assert.HasCount(2, commits);
        Assert.IsTrue(commits.All(seconds => seconds is > 0 and < 20));
    }
}
