using JobQueue.Reliability.PowerCuts;
using static JobQueue.Host.Tests.Reliability.PowerCuts.TraceLines;

namespace JobQueue.Host.Tests.Reliability.PowerCuts;

[TestClass]
public sealed class TracedFileTests
{
    private const int Never = int.MaxValue;

    [TestMethod]
    // a write from, to, a sync from, to, the moment: synced, not
    [DataRow(0, 1, 2, 3, 3, 1, 0)]
    // the sync is under way
    [DataRow(0, 1, 2, 3, 2, 0, 1)]
    [DataRow(0, 1, 2, Never, 9, 0, 1)]
    // written while the sync began
    [DataRow(0, 2, 1, 3, 3, 0, 1)]
    [DataRow(0, Never, 1, 2, 9, 0, 1)]
    // written after the sync
    [DataRow(4, 5, 2, 3, 9, 0, 1)]
    // under way; not begun
    [DataRow(0, 9, 20, 21, 5, 0, 1)]
    [DataRow(4, 5, 2, 3, 3, 0, 0)]
    public void SyncedAt_OneWrite_IsThereAfterASyncThatBeganAfterIt(
        int began, int ended, int syncBegan, int syncEnded, int moment, int synced, int unsynced)
    {
        var file = new TracedFile([new FileChange(began, ended, 0, [1])], [(syncBegan, syncEnded)]);

        Assert.AreEqual((synced, unsynced), (file.SyncedAt(moment).Count(), file.UnsyncedAt(moment).Count()));
    }

    [TestMethod]
    public void SyncedAt_TwoSyncsThatOverlap_CountsTheLaterThatHasEnded()
    {
        var file = new TracedFile([new FileChange(0, 1, 0, [1]), new FileChange(3, 4, 1, [2])], [(2, 9), (5, 6)]);

        Assert.AreEqual(2, file.SyncedAt(6).Count());
    }

    [TestMethod]
    public void Of_CallsOnThreeFiles_TakesThoseOnOne()
    {
        string[] lines =
        [
            Write("abc", offset: 0),
            Write("abc", offset: 3, result: -1),
            Write("abc", offset: 3, result: 2),
            $"11  ftruncate({Of(Ledger)}, 4096) = 0",
            $"11  fdatasync({Of(Ledger)}) = 0",
            $"11  fsync({Of(Ledger)}) = -1 EIO (Input/output error)",
            $"11  fsync({Of(Ledger + "-wal")}) = 0",
        ];

        var file = TracedFile.Of(TracedCalls.Read(lines), Ledger);

        Assert.AreEqual("0 3, 3 2, 4096 ", string.Join(", ", file.Changes.Select(change => $"{change.Offset} {change.Bytes?.Length}")));
        Assert.AreEqual((4, 4), file.Syncs.Single());
    }

    [TestMethod]
    public void Of_CallThatIsNotKnown_Throws()
    {
        var calls = TracedCalls.Read([$"11  mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, {Of(Ledger)}, 0) = 0x7f00"]);

        Assert.ThrowsExactly<InvalidOperationException>(() => TracedFile.Of(calls, Ledger));
    }

    [TestMethod]
    public void Of_BytesThatWereNotTracedInFull_Throws()
    {
        var calls = TracedCalls.Read([$"11  pwrite64({Of(Ledger)}, \"{Hex("abc")}\"..., 4096, 0) = 4096"]);

        Assert.ThrowsExactly<InvalidOperationException>(() => TracedFile.Of(calls, Ledger));
    }
}
