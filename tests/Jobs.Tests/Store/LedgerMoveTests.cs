using JobQueue.Jobs.Store;
using Npgsql;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>A ledger that is moved from one engine to the other.</summary>
[TestClass]
public sealed class LedgerMoveTests
{
    [TestMethod]
    public async Task Move_RowsOfEveryTable_CameWithAllTheirColumns()
    {
        using var folder = new TempFolder();
        var (source, target) = (FilledLedger.Make(folder.File("jobqueue.db")), await SharedPostgres.NewStoreAsync());

        var moved = Move(source, target!);

        Assert.AreEqual(FilledLedger.Dump(source), FilledLedger.Dump(target!));
        Assert.AreEqual(new Moved(Runs: 3, Jobs: 3, Rows: 3 * LedgerTables.Names.Length), moved);
    }

    [TestMethod]
    public async Task Move_AndBack_IsWhatItWas()
    {
        using var folder = new TempFolder();
        var (source, target) = (FilledLedger.Make(folder.File("jobqueue.db")), await SharedPostgres.NewStoreAsync());
        var again = $"sqlite:{folder.File("again.db")}";

        Move(source, target!);
        Move(target!, again);

        Assert.AreEqual(FilledLedger.Dump(source), FilledLedger.Dump(again));
    }

    [TestMethod]
    public async Task Tables_OfBothEngines_HaveTheSameColumns()
    {
        using var folder = new TempFolder();
        var file = folder.File("jobqueue.db");

        using var sqlite = LedgerTables.OpenTarget($"sqlite:{file}");
        using var postgres = LedgerTables.OpenTarget((await SharedPostgres.NewStoreAsync())!);

        Assert.AreEqual(string.Join(' ', LedgerTables.Names.Order()), FilledLedger.TablesOf(file));
        Assert.AreEqual(FilledLedger.Columns(sqlite), FilledLedger.Columns(postgres));
    }

    [TestMethod]
    public async Task Move_NewRows_AreNumberedAfterThoseThatCame()
    {
        using var folder = new TempFolder();
        var (source, target) = (FilledLedger.Make(folder.File("jobqueue.db")), await SharedPostgres.NewStoreAsync());
        Move(source, target!);
        await using var ledger = new LedgerFixture(target);

        var run = ledger.NewRun();
        await ledger.AddAsync(run);
        await ledger.Ledger.WriteAsync(connection =>
        {
            EventRows.Add(connection, LedgerFixture.Now, "new");
            return true;
        });

        var seqs = await ledger.Ledger.ReadAsync(connection => (
            connection.Scalar("SELECT seq FROM runs WHERE id = @id", ("@id", run.Id)), connection.Scalar("SELECT seq FROM events WHERE kind = 'new'")));
        Assert.AreEqual((FilledLedger.LastSeq + 1, FilledLedger.LastSeq + 1), seqs);
    }

    [TestMethod]
    public async Task Move_Target_HasTheIndexesAndConstraintsOfAnyOther()
    {
        const string schema = """
            SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON oid = indrelid WHERE relnamespace = 'jobqueue'::regnamespace
            UNION ALL
            SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'jobqueue'::regnamespace
            ORDER BY 1
            """;
        using var folder = new TempFolder();
        var (source, target, other) = (FilledLedger.Make(folder.File("jobqueue.db")), await SharedPostgres.NewStoreAsync(), await SharedPostgres.NewStoreAsync());
        LedgerTables.OpenTarget(other!).Dispose();

        Move(source, target!);

        var server = await SharedPostgres.ServerAsync();
        var expected = await server.SqlAsync(other!.Split("Database=")[1], schema);
        Assert.Contains("runs_occurrence", expected);
        Assert.Contains("REFERENCES", expected);
        Assert.AreEqual(expected, await server.SqlAsync(target!.Split("Database=")[1], schema));
    }

    [TestMethod]
    public async Task Move_RunInFlight_IsRecoveredWhereItCame()
    {
        using var folder = new TempFolder();
        var (source, target) = (FilledLedger.Make(folder.File("jobqueue.db")), await SharedPostgres.NewStoreAsync());
        Move(source, target!);
        await using var ledger = new LedgerFixture(target);

        var recovered = await ledger.Ledger.WriteAsync(connection => Recovery.Recover(connection, LedgerFixture.Now));

        Assert.AreEqual("runs-id-1", recovered.Single().Id);
    }

    [TestMethod]
    public async Task Move_TargetWithRows_IsRefusedAndSaysWhich()
    {
        using var folder = new TempFolder();
        var (source, target) = (FilledLedger.Make(folder.File("jobqueue.db")), await SharedPostgres.NewStoreAsync());
        Move(source, target!);
        var before = FilledLedger.Dump(target!);

        var refusal = Assert.ThrowsExactly<LedgerException>(() => Move(source, target!));

        Assert.Contains("is not empty: there are 3 jobs, 3 runs, ", refusal.Message);
        Assert.Contains("DROP SCHEMA jobqueue CASCADE", refusal.Message);
        Assert.AreEqual(before, FilledLedger.Dump(target!));
    }

    [TestMethod]
    public async Task Move_RowsThatTheTargetDoesNotTake_LeaveItEmpty()
    {
        using var folder = new TempFolder();
        var (source, target) = (FilledLedger.Make(folder.File("jobqueue.db")), await SharedPostgres.NewStoreAsync());
        FilledLedger.Execute(folder.File("jobqueue.db"), "PRAGMA foreign_keys = OFF; UPDATE responses SET run = 99 WHERE run = 1");

        var refusal = Assert.ThrowsExactly<LedgerException>(() => Move(source, target!));

        Assert.StartsWith("nothing is moved: ", refusal.Message);
        Assert.Contains("responses", refusal.Message);
        Assert.IsFalse(FilledLedger.Dump(target!).Contains("-1", StringComparison.Ordinal), FilledLedger.Dump(target!));
    }

    [TestMethod]
    public async Task OpenSource_NodeIsAlive_IsRefused()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var ledger = new LedgerFixture(store);

        var refusal = Assert.ThrowsExactly<LedgerException>(() => LedgerTables.OpenSource(store));

        Assert.Contains($"is in use by the node {Environment.MachineName}, pid {Environment.ProcessId}. Stop all nodes first", refusal.Message);
    }

    [TestMethod]
    public async Task OpenTarget_NodeStarts_WaitsUntilTheMoveIsOver()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        var store = $"postgres:{database}";
        var tables = LedgerTables.OpenTarget(store);

        var start = Task.Run(() => new LedgerFixture(store));
        while (!await WaitsForLockAsync(database))
            Assert.IsFalse(start.IsCompleted);
        tables.Dispose();
        await using var started = await start;

        Assert.IsNotEmpty(started.Ledger.Owner);
    }

    [TestMethod]
    public async Task OpenSource_DatabaseWithoutLedger_IsRefusedAndMakesNone()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;

        var refusal = Assert.ThrowsExactly<LedgerException>(() => LedgerTables.OpenSource(store));
        var again = Assert.ThrowsExactly<LedgerException>(() => LedgerTables.OpenSource(store));

        Assert.EndsWith("has no ledger in the schema jobqueue.", refusal.Message);
        Assert.AreEqual(refusal.Message, again.Message);
    }

    private static async Task<bool> WaitsForLockAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var look = new NpgsqlCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory')", connection);
        return (bool)(await look.ExecuteScalarAsync())!;
    }

    private static Moved Move(string from, string to)
    {
        using var source = LedgerTables.OpenSource(from);
        using var target = LedgerTables.OpenTarget(to);
        return LedgerMove.Move(source, target, (_, _, _) => { });
    }
}
