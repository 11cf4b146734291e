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
        Assert.IsLessThan(TimeSpan.FromSeconds(10), Stopwatch.GetElapsedTime(began));
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
}
