using JobQueue.Jobs.Store;
using Microsoft.Data.Sqlite;

namespace JobQueue.Jobs.Tests.Store;

[TestClass]
public sealed class LedgerTests
{
    [TestMethod]
    public async Task Open_LedgerInUse_IsRefusedWithThePid()
    {
        await using var fixture = new LedgerFixture();

        var refusal = Assert.ThrowsExactly<LedgerException>(() => fixture.Open());

        StringAssert.Contains(refusal.Message, $"pid {Environment.ProcessId}");
    }

    [TestMethod]
    public async Task Read_TakesItsTime_DoesNotHoldUpWhoAsks()
    {
        await using var fixture = new LedgerFixture();
        using var gate = new ManualResetEventSlim();

        var reading = fixture.Ledger.ReadAsync(_ => gate.Wait(PostgresServer.Limit));
        gate.Set();

        Assert.IsTrue(await reading, "who asks waits until it is read");
    }

    [TestMethod]
    public async Task Read_LedgerIsClosed_SaysSo()
    {
        await using var fixture = new LedgerFixture();
        await fixture.Ledger.DisposeAsync();

        var reading = fixture.Ledger.ReadAsync(_ => true);

        var refusal = await Assert.ThrowsExactlyAsync<LedgerException>(() => reading);
        Assert.AreEqual("the ledger is closed: nothing more is read", refusal.Message);
    }

    [TestMethod]
    public async Task Open_LedgerOfANewerVersion_IsRefused()
    {
        await using var fixture = new LedgerFixture();
        await fixture.Ledger.WriteAsync(connection => connection.Execute("PRAGMA user_version = 9999"));
        await fixture.Ledger.DisposeAsync();

        var refusal = Assert.ThrowsExactly<LedgerException>(() => fixture.Open());

        StringAssert.Contains(refusal.Message, "Run a newer jobqueue");
    }

    [TestMethod]
    //       what became of the file, as the length it has; less than none: deleted
    [DataRow(-1)]
    [DataRow(0)]
    public async Task Open_LedgerGone_IsRefusedAndNoneIsMade(int length)
    {
        await using var fixture = new LedgerFixture();
        await fixture.Ledger.DisposeAsync();
        File.Delete(fixture.Path);
        File.WriteAllBytes(length < 0 ? fixture.Path + ".away" : fixture.Path, []);

        var refusal = Assert.ThrowsExactly<LedgerException>(() => fixture.Open());

        StringAssert.Contains(refusal.Message, "Restore it from a backup");
        Assert.IsFalse(File.Exists(fixture.Path) && new FileInfo(fixture.Path).Length > 0);
    }

    [TestMethod]
    public async Task Open_AllOfTheLedgerDeleted_BeginsAnew()
    {
        await using var fixture = new LedgerFixture();
        await fixture.Ledger.DisposeAsync();
        Directory.GetFiles(Path.GetDirectoryName(fixture.Path)!).ToList().ForEach(File.Delete);

        await using var ledger = fixture.Open();

        Assert.IsFalse(ledger.Ended.IsCompleted);
    }

    [TestMethod]
    public async Task Open_DamagedPage_IsRefusedWithWhatToDo()
    {
        await using var fixture = new LedgerFixture();
        await fixture.AddAsync(fixture.NewRun());
        await fixture.Ledger.DisposeAsync();
        var bytes = File.ReadAllBytes(fixture.Path);
        bytes.AsSpan(4096 * 3, 4096).Fill(0xAB);
        File.WriteAllBytes(fixture.Path, bytes);

        var refusal = Assert.ThrowsExactly<LedgerException>(() => fixture.Open());

        StringAssert.Contains(refusal.Message, "Restore it from a backup");
    }

    [TestMethod]
    public async Task ReadAsync_DamagedValue_SaysSo()
    {
        await using var fixture = new LedgerFixture();
        var run = fixture.NewRun();
        await fixture.AddAsync(run);
        await fixture.Ledger.WriteAsync(connection => connection.Execute("UPDATE runs SET due = '2026-03-xx'"));

        var refusal = await Assert.ThrowsExactlyAsync<LedgerException>(() => fixture.FindAsync(run.Id));

        StringAssert.Contains(refusal.Message, "Restore it from a backup");
    }

    [TestMethod]
    public async Task DisposeAsync_AfterReads_LeavesNoLog()
    {
        await using var fixture = new LedgerFixture();
        var run = fixture.NewRun();
        await fixture.AddAsync(run);
        await fixture.FindAsync(run.Id);

        await fixture.Ledger.DisposeAsync();

        Assert.IsFalse(File.Exists(fixture.Path + "-wal"));
    }

    [TestMethod]
    public async Task WriteAsync_OneOfAGroupThrows_TheOthersAreOnDisk()
    {
        await using var fixture = new LedgerFixture();
        var runs = Enumerable.Range(0, 50).Select(_ => fixture.NewRun()).ToList();

        var good = runs.Select(fixture.AddAsync).ToList();
        var bad = fixture.AddAsync(runs[7]);
        await Assert.ThrowsExactlyAsync<SqliteException>(() => bad);

        Assert.IsTrue((await Task.WhenAll(good)).All(isAdded => isAdded));
        Assert.HasCount(50, await fixture.ClaimAsync(most: 100));
    }

    [TestMethod]
    public async Task WriteAsync_AfterClosing_FailsAndSaysSo()
    {
        await using var fixture = new LedgerFixture();
        await fixture.Ledger.DisposeAsync();

        var refusal = await Assert.ThrowsExactlyAsync<LedgerException>(() => fixture.AddAsync(fixture.NewRun()));

        StringAssert.Contains(refusal.Message, "closed");
    }

    [TestMethod]
    [DataRow("journal_mode", "wal")]
    [DataRow("synchronous", "2")]
    [DataRow("auto_vacuum", "2")]
    [DataRow("journal_size_limit", "67108864")]
    public async Task Open_Writer_IsDurable(string pragma, string expected)
    {
        await using var fixture = new LedgerFixture();

        var value = await fixture.Ledger.WriteAsync(connection => connection.Scalar($"PRAGMA {pragma}"));

        Assert.AreEqual(expected, value!.ToString());
    }

    [TestMethod]
    public async Task First_Values_ComeBackAsTheyWere()
    {
        await using var fixture = new LedgerFixture();

        var row = await fixture.Ledger.ReadAsync(connection => connection.First(
            "SELECT @text, @empty, @number, @null, @bytes",
            row => Tuple.Create(row.String(0), row.Text(1), row.Int64(2), row.Text(3), Convert.ToHexString(row.Bytes(4).Span)),
            ("@unused", "x"), ("@number", long.MinValue), ("@text", "Grüße \U0001F600"), ("@empty", ""), ("@null", null),
            ("@bytes", new byte[] { 0, 255 })));

        Assert.AreEqual(Tuple.Create("Grüße \U0001F600", (string?)"", long.MinValue, (string?)null, "00FF"), row);
    }
}
