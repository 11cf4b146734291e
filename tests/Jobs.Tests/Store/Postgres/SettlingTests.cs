using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Queue;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>Who begins to read while others commit what they do not tell yet.</summary>
[TestClass]
public sealed class SettlingTests
{
    // A node cannot say that it reads.
    private const string Refuse = """
        CREATE FUNCTION jobqueue.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full' USING ERRCODE = '53100'; END $$;
        CREATE TRIGGER refuse BEFORE UPDATE OF watching ON jobqueue.nodes FOR EACH ROW EXECUTE FUNCTION jobqueue.refuse()
        """;

    [TestMethod]
    public async Task WatchAsync_TransactionOfAnotherThatGoesOnForLong_LosesReadersOnceItIsOver()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = FeedOfNodesTests.NewNode(database);
        await using var there = FeedOfNodesTests.NewNode(database);
        var (writing, mayCommit) = await BeginAsync(there);

        await here.Ledger.WatchAsync();
        var place = here.Ledger.Feed.End;
        mayCommit.SetResult();

        Assert.IsTrue(await writing);
        await here.Ledger.Feed.WaitForLossAsync(place);
    }

    [TestMethod]
    public async Task WatchAsync_SecondOfAGroup_DoesNotNeedTheFirstToWaitForTheOthers()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = FeedOfNodesTests.NewNode(database);
        await using var there = FeedOfNodesTests.NewNode(database);
        var (writing, mayCommit) = await BeginAsync(there);
        var late = new LateContinuations();

        var first = late.Begin(here.Ledger.WatchAsync);
        await here.Ledger.WatchAsync();
        var place = here.Ledger.Feed.End;
        mayCommit.SetResult();

        await here.Ledger.Feed.WaitForLossAsync(place);
        late.Go();
        await Task.WhenAll(first, writing);
    }

    [TestMethod]
    public async Task WatchAsync_FirstThatWasNotWritten_LeavesItToTheNextToWaitForTheOthers()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = FeedOfNodesTests.NewNode(database);
        await using var there = FeedOfNodesTests.NewNode(database);
        await FeedOfNodesTests.ExecuteAsync(database, Refuse);
        await Assert.ThrowsExactlyAsync<LedgerException>(here.Ledger.WatchAsync);
        await FeedOfNodesTests.ExecuteAsync(database, "DROP TRIGGER refuse ON jobqueue.nodes");
        var (writing, mayCommit) = await BeginAsync(there);

        await here.Ledger.WatchAsync();
        var place = here.Ledger.Feed.End;
        mayCommit.SetResult();

        Assert.IsTrue(await writing);
        await here.Ledger.Feed.WaitForLossAsync(place);
    }

    /// <summary>A node begins to enter a run, and ends when it may.</summary>
    private static async Task<(Task<bool> Writing, TaskCompletionSource MayCommit)> BeginAsync(LedgerFixture node)
    {
        var (hasBegun, mayCommit) = (new TaskCompletionSource(), new TaskCompletionSource());
        var run = node.NewRun();
        var writing = node.Ledger.WriteAsync(connection =>
        {
            connection.HoldOpen();
            hasBegun.SetResult();
            return mayCommit.Task.Wait(PostgresServer.Limit) && RunWrites.Add(connection, run, owner: null);
        });
        await hasBegun.Task;
        return (writing, mayCommit);
    }
}
