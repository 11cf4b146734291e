using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store.Postgres;
using Npgsql;

namespace JobQueue.Jobs.Tests.Store.Postgres;

[TestClass]
public sealed class PendingNoticesTests
{
    [TestMethod]
    public void AddTo_MoreThanAreToldOneByOne_TellsKindsButEachQuestion()
    {
        var notices = new PendingNotices();
        using var batch = new NpgsqlBatch();
        notices.Add(new Notice(Notice.Settle, "token"));
        for (var number = 0; number < 200; number++)
            notices.Add(new Notice(Notice.Wake, $"queue{number}"));
        notices.Add(new Notice(Notice.Settled, "answer"));

        notices.AddTo(batch, "channel", "node");

        CollectionAssert.AreEquivalent(
            new[] { "node settle token", "node wake *", "node settled answer" }, (string[])batch.BatchCommands[0].Parameters[0].Value!);
    }
}
