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
}
