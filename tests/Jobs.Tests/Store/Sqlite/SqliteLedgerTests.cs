using System.Diagnostics;
using JobQueue.Jobs.Store;
using Microsoft.Data.Sqlite;

namespace JobQueue.Jobs.Tests.Store.Sqlite;

[TestClass]
public sealed class SqliteLedgerTests
{
    [TestMethod]
    public async Task WriteAsync_FileHeldByAnotherProgram_AllWaitOnceNotEachForItself()
    {
        await using var fixture = new LedgerFixture();
        await fixture.Ledger.WriteAsync(connection => connection.Execute("PRAGMA busy_timeout = 1000"));
        using var other = Hold(fixture.Path);
        var began = Stopwatch.GetTimestamp();

        var writes = Enumerable.Range(0, 50).Select(_ => fixture.AddAsync(fixture.NewRun())).ToList();
        var refusals = await Task.WhenAll(writes.Select(write => Assert.ThrowsExactlyAsync<LedgerException>(() => write)));

        Assert.IsTrue(refusals.All(refusal => refusal.IsPassing));
        Assert.IsLessThan(TimeSpan.FromSeconds(40), Stopwatch.GetElapsedTime(began));
    }

    [TestMethod]
    // What becomes of the file while the ledger is open
    [DataRow("moved")]
    [DataRow("replaced")]
    [DataRow("deleted")]
    public async Task WriteAsync_FileIsGone_IsNotAcknowledgedAndNothingAfterIt(string what)
    {
        await using var fixture = new LedgerFixture();
        await fixture.AddAsync(fixture.NewRun());
        Change(fixture.Path, what);

        await Assert.ThrowsExactlyAsync<LedgerException>(() => fixture.AddAsync(fixture.NewRun()));
        var end = await fixture.Ledger.Ended.WaitAsync(PostgresServer.Limit);

        Assert.StartsWith($"{fixture.Path} was moved, replaced or deleted while this process had it", end!.Message);
        await Assert.ThrowsExactlyAsync<LedgerException>(() => fixture.AddAsync(fixture.NewRun()));
    }

    [TestMethod]
    public async Task Open_FileThatWasMovedIsPutBack_HasAllThatWasAcknowledged()
    {
        await using var fixture = new LedgerFixture();
        var run = fixture.NewRun();
        await fixture.AddAsync(run);
        Change(fixture.Path, "moved");
        await Assert.ThrowsExactlyAsync<LedgerException>(() => fixture.AddAsync(fixture.NewRun()));
        await fixture.Ledger.DisposeAsync();
        File.Move(fixture.Path + ".moved", fixture.Path);

        await fixture.ReopenAsync();

        Assert.IsNotNull(await fixture.FindAsync(run.Id));
    }

    [TestMethod]
    public async Task Refusal_LedgerIsFull_EndsWithATransactionThatWrites()
    {
        await using var fixture = new LedgerFixture();
        await fixture.Ledger.WriteAsync(connection => connection.Scalar($"PRAGMA max_page_count = {connection.Scalar("PRAGMA page_count")}"));
        var large = fixture.NewRun() with { Request = new JobRequest { Uri = "/work", Body = new byte[1_000_000] } };

        var refusal = await Assert.ThrowsExactlyAsync<LedgerException>(() => fixture.AddAsync(large));
        await fixture.Ledger.WriteAsync(_ => true);
        var afterNothing = fixture.Ledger.Refusal;
        await fixture.Ledger.ProbeAsync();

        Assert.IsTrue(refusal.IsPassing);
        Assert.AreEqual("the disk of the ledger is full", afterNothing);
        Assert.IsNull(fixture.Ledger.Refusal);
    }

    [TestMethod]
    public async Task ReadAsync_TransactionEndedByWhatFailed_SaysWhatFailed()
    {
        await using var fixture = new LedgerFixture();

        var failure = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => fixture.Ledger.ReadAsync<int>(connection =>
        {
            connection.Execute("ROLLBACK");
            throw new InvalidOperationException("why");
        }));

        Assert.AreEqual("why", failure.Message);
    }

    [TestMethod]
    public async Task CheckpointAsync_Fails_NothingIsAcknowledgedAfterIt()
    {
        await using var fixture = new LedgerFixture();
        await fixture.AddAsync(fixture.NewRun());
        File.WriteAllBytes(fixture.Path + "-wal", []);

        await Assert.ThrowsExactlyAsync<LedgerException>(() => fixture.Ledger.CheckpointAsync());
        var end = await fixture.Ledger.Ended.WaitAsync(PostgresServer.Limit);

        Assert.IsInstanceOfType<SqliteException>(end);
        await Assert.ThrowsExactlyAsync<LedgerException>(() => fixture.AddAsync(fixture.NewRun()));
    }

    [TestMethod]
    public async Task DisposeAsync_LedgerIsBroken_LeavesTheLog()
    {
        await using var fixture = new LedgerFixture();
        await fixture.AddAsync(fixture.NewRun());
        await Assert.ThrowsExactlyAsync<LedgerException>(
            () => fixture.Ledger.WriteAsync<bool>(_ => throw new SqliteException("disk I/O error", SQLitePCL.raw.SQLITE_IOERR)));

        await fixture.Ledger.DisposeAsync();

        Assert.IsGreaterThan(0, new FileInfo(fixture.Path + "-wal").Length);
    }

    private static SqliteConnection Hold(string path)
    {
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN EXCLUSIVE";
        begin.ExecuteNonQuery();
        return connection;
    }

    private static void Change(string path, string what)
    {
        File.Move(path, path + ".moved");
        if (what == "replaced")
            File.Copy(path + ".moved", path);
        if (what == "deleted")
            File.Delete(path + ".moved");
    }
}
