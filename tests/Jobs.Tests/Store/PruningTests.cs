namespace JobQueue.Jobs.Tests.Store;

/// <summary>How the ledger is pruned: in short transactions, and so that the file shrinks.</summary>
[TestClass]
public sealed class PruningTests
{
    private const int Many = 1200;
    private const int MostInTransaction = 500;
    private const int RunsAtOnceOnPostgres = 200;
    private const string Transactions = "SELECT groups FROM nodes";

    [TestMethod]
    public async Task Prune_Stopped_EndsBetweenTwoTransactionsAndGoesOnTheNextTime()
    {
        await using var fixture = new PruningFixture(new LedgerFixture());
        await AddManyAsync(fixture, Many);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAsync<OperationCanceledException>(
            () => fixture.PruneAsync(time: new StoppingTime(stop, afterReads: 100), cancel: stop.Token));
        var left = await fixture.NumberAsync("SELECT count(*) FROM runs");
        await fixture.Rows.ReopenAsync();
        var pruned = await fixture.PruneAsync();

        Assert.AreEqual(Many + 1 - MostInTransaction, left);
        Assert.AreEqual(Many - MostInTransaction, pruned.Runs);
        Assert.AreEqual(1, await fixture.NumberAsync("SELECT count(*) FROM runs"));
    }

    [TestMethod]
    public async Task Prune_OfMuch_LetsOthersWriteInBetween()
    {
        await using var fixture = new PruningFixture(new LedgerFixture());
        await AddManyAsync(fixture, 40);
        var time = new SlowTime();

        var pruning = fixture.PruneAsync(time: time);
        await time.IsInTransaction.WaitAsync(PostgresServer.Limit);
        var left = await fixture.Ledger.WriteAsync(connection => connection.Scalar("SELECT count(*) FROM runs"));
        await pruning;

        Assert.IsInRange(2L, 40L, (long)left!);
        Assert.AreEqual(1, await fixture.NumberAsync("SELECT count(*) FROM runs"));
    }

    [TestMethod]
    public async Task Prune_OfMuch_ShrinksTheFile()
    {
        await using var fixture = new PruningFixture(new LedgerFixture());
        await AddManyAsync(fixture, Many, bytes: 3000);
        await fixture.Ledger.CheckpointAsync();
        var (pages, length) = (await fixture.NumberAsync("PRAGMA page_count"), new FileInfo(fixture.Rows.Path).Length);

        await fixture.PruneAsync();

        var (pagesAfter, free) = (await fixture.NumberAsync("PRAGMA page_count"), await fixture.NumberAsync("PRAGMA freelist_count"));
        Assert.IsGreaterThan(Many / 2, pages);
        Assert.IsLessThan(pages / 10, pagesAfter);
        Assert.IsLessThanOrEqualTo(pagesAfter / 10, free);
        Assert.IsLessThan(length / 10, new FileInfo(fixture.Rows.Path).Length);
        Assert.AreEqual("ok", await fixture.Ledger.ReadAsync(connection => connection.Scalar("PRAGMA integrity_check")));
    }

    [TestMethod]
    public async Task Prune_OnPostgres_TakesATransactionForSomeHundredRuns()
    {
        await using var fixture = new PruningFixture(new LedgerFixture(await SharedPostgres.NewStoreAsync()));
        await fixture.AddAsync(31);
        await fixture.Rows.MultiplyAsync("state = 'succeeded'", Many - 1);
        await fixture.AddNewestAsync();
        var before = await fixture.NumberAsync(Transactions);

        var pruned = await fixture.PruneAsync(time: new SlowTime());

        // One more is the event.
        Assert.AreEqual(Many, pruned.Runs);
        Assert.IsInRange(2L, (Many / RunsAtOnceOnPostgres) + 1, await fixture.NumberAsync(Transactions) - before);
        Assert.AreEqual(1, await fixture.NumberAsync("SELECT count(*) FROM runs"));
    }

    private static async Task AddManyAsync(PruningFixture fixture, int count, int bytes = 0)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(index => fixture.AddAsync(
            100 - (index / 86_400.0), with: run => run with { Request = run.Request with { Body = new byte[bytes] } })));
        await fixture.AddNewestAsync();
    }

    /// <summary>A clock that stands still, and cancels when it has been read so often.</summary>
    private sealed class StoppingTime(CancellationTokenSource stop, int afterReads) : TimeProvider
    {
        private int _reads;

        public override DateTimeOffset GetUtcNow() => PruningFixture.Now;

        public override long GetTimestamp()
        {
            if (Interlocked.Increment(ref _reads) == afterReads)
                stop.Cancel();
            return 0;
        }
    }

    /// <summary>A clock on which everything takes a millisecond.</summary>
    private sealed class SlowTime : TimeProvider
    {
        private readonly TaskCompletionSource _isInTransaction = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _milliseconds;

        /// <summary>Ends in the first transaction: it is asked for the time before that, and in it.</summary>
        internal Task IsInTransaction => _isInTransaction.Task;

        public override long TimestampFrequency => 1000;

        public override DateTimeOffset GetUtcNow() => PruningFixture.Now;

        public override long GetTimestamp()
        {
            var now = Interlocked.Increment(ref _milliseconds);
            if (now == 2)
                _isInTransaction.SetResult();
            return now;
        }
    }
}
