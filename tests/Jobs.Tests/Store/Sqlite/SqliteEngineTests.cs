using System.Net.Sockets;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store.Sqlite;

[TestClass]
public sealed class SqliteEngineTests
{
    [TestMethod]
    public async Task Open_PidCannotBeWritten_StartsAllTheSame()
    {
        await using var fixture = new LedgerFixture();
        await fixture.Ledger.DisposeAsync();
        // Every write to this device finds the disk full.
        File.CreateSymbolicLink(fixture.Path + ".pid", "/dev/full");

        await using var ledger = fixture.Open();

        Assert.IsFalse(ledger.Ended.IsCompleted);
    }

    [TestMethod]
    public async Task Open_PidOfTheOtherWasNotWritten_IsRefusedWithoutIt()
    {
        await using var fixture = new LedgerFixture();
        File.WriteAllText(fixture.Path + ".pid", "");

        var refusal = Assert.ThrowsExactly<LedgerException>(() => fixture.Open());

        Assert.AreEqual("unknown", refusal.Holder);
    }

    [TestMethod]
    public async Task Open_LockCannotBeOpened_IsNotTakenForInUse()
    {
        await using var fixture = new LedgerFixture();
        await fixture.Ledger.DisposeAsync();
        File.Delete(fixture.Path + ".lock");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(fixture.Path + ".lock"));

        Assert.ThrowsExactly<IOException>(() => fixture.Open());
    }

    [TestMethod]
    // The other name of a ledger that is open
    [DataRow("link.db")]
    [DataRow("link-to-link.db")]
    [DataRow("folder/jobqueue.db")]
    [DataRow("folder/link.db")]
    public async Task Open_AnotherNameOfALedgerInUse_IsRefused(string name)
    {
        await using var fixture = new LedgerFixture();
        var folder = Path.GetDirectoryName(fixture.Path)!;
        File.CreateSymbolicLink(Path.Combine(folder, "link.db"), "jobqueue.db");
        File.CreateSymbolicLink(Path.Combine(folder, "link-to-link.db"), Path.Combine(folder, "link.db"));
        Directory.CreateSymbolicLink(Path.Combine(folder, "folder"), folder);

        var refusal = Assert.ThrowsExactly<LedgerException>(() => LedgerEngine.Open($"sqlite:{Path.Combine(folder, name)}"));

        Assert.AreEqual($"{Environment.ProcessId}", refusal.Holder);
    }
}
