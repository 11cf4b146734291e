using JobQueue.Jobs.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace JobQueue.Jobs.Tests.Store.Sqlite;

[TestClass]
public sealed class OpeningFailureTests
{
    [TestMethod]
    // SQLite's code, what is told
    [DataRow(1, "/data/jobqueue.db cannot be opened as a ledger (what SQLite says). Restore it from a backup, or name another.")]
    [DataRow(5, "/data/jobqueue.db cannot be opened: another program holds it locked. End that one, or wait for it")]
    [DataRow(8, "/data/jobqueue.db cannot be opened as a ledger (what SQLite says). See to the file, its folder and its disk, or name another.")]
    [DataRow(11, "/data/jobqueue.db cannot be opened as a ledger (what SQLite says). Restore it from a backup, or name another.")]
    [DataRow(13, "the disk of /data/jobqueue.db is full: free some")]
    [DataRow(26, "/data/jobqueue.db cannot be opened as a ledger (what SQLite says). Restore it from a backup, or name another.")]
    public void Of_FailureOfSqlite_AdvisesABackupForDamageOnly(int code, string expected) =>
        Assert.AreEqual(expected, OpeningFailure.Of(new SqliteException("what SQLite says", code), "/data/jobqueue.db")!.Message);

    [TestMethod]
    public void Of_FailureThatTellsOfItself_IsNull() =>
        Assert.IsNull(OpeningFailure.Of(new InvalidOperationException("what happened"), "/data/jobqueue.db"));
}
