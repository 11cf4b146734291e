using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Sqlite;
using SQLitePCL;

namespace JobQueue.Jobs.Tests.Store.Sqlite;

/// <summary>What SQLite would do over and over, unseen, for each run.</summary>
[TestClass]
public sealed class SqliteStatementTests
{
    // SQLITE_STMTSTATUS_REPREPARE
    private const int Reprepared = 5;

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Limit_OtherValues_IsNotPreparedAnew(bool isWriter)
    {
        using var folder = new TempFolder();
        using var writer = new SqliteLedger(folder.File("jobqueue.db"), isWriter: true);
        using var ledger = new SqliteLedger(folder.File("jobqueue.db"), isWriter);
        const string Sql = "SELECT name FROM sqlite_schema ORDER BY name LIMIT ?";
        Assert.AreEqual(raw.SQLITE_OK, raw.sqlite3_prepare_v2(ledger.Database, Sql, out var statement));
        using var prepared = statement;

        for (var limit = 1; limit <= 3; limit++)
        {
            Assert.AreEqual(raw.SQLITE_OK, raw.sqlite3_bind_int(statement, 1, limit));
            Assert.AreEqual(raw.SQLITE_DONE, raw.sqlite3_step(statement));
            Assert.AreEqual(raw.SQLITE_OK, raw.sqlite3_reset(statement));
        }

        Assert.AreEqual(0, raw.sqlite3_stmt_status(statement, Reprepared, 0));
    }

    [TestMethod]
    public async Task Write_AnyTable_MakesNoTableOfItsOwn()
    {
        await using var fixture = new LedgerFixture();

        var plans = await fixture.Ledger.WriteAsync(connection => connection
            .All("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'", row => row.String(0))
            .Select(table => Insert(connection, table)).Append("UPDATE runs SET state = '', finished = '', queue = '' WHERE id = ''")
            .Select(sql => (Sql: sql, Operations: connection.All($"EXPLAIN {sql}", row => row.String(1)))).ToList());

        Assert.IsNotEmpty(plans);
        Assert.IsTrue(plans.All(plan => plan.Operations.Any(operation => operation is "Insert" or "IdxInsert")));
        Assert.IsEmpty(plans.Where(plan => plan.Operations.Contains("OpenEphemeral")).Select(plan => plan.Sql));
    }

    private static string Insert(LedgerConnection connection, string table)
    {
        var columns = connection.All($"SELECT '\"' || name || '\"' FROM pragma_table_info('{table}')", row => row.String(0));
        return $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(_ => "1"))})";
    }
}
