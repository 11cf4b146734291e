using Microsoft.Data.Sqlite;

namespace JobQueue.Reliability.UnderTest;

/// <summary>The ledger, read as anybody with SQLite reads it.</summary>
internal sealed class LedgerFile(string path)
{
    /// <summary>For <see cref="Count"/>: the runs that have no end yet.</summary>
    internal const string OpenRuns = LedgerRows.OpenRuns;

    private const string MovesTable = "reliability_moves";
    private const string Claimable = LedgerRows.Claimable;

    static LedgerFile() => SQLitePCL.Batteries_V2.Init();

    internal List<LedgerRun> Runs() => Read(LedgerRows.Runs, LedgerRows.Run);

    /// <summary>From now on the file keeps account of how its runs change, by triggers in the transactions that change them.</summary>
    internal void KeepMoves() => Execute(
        $"""
        BEGIN IMMEDIATE;
        CREATE TABLE {MovesTable} (seq INTEGER PRIMARY KEY, run TEXT, was TEXT, state TEXT, claimable INTEGER);
        CREATE TRIGGER {MovesTable}_entered AFTER INSERT ON runs BEGIN
            INSERT INTO {MovesTable} (run, state, claimable) VALUES (new.id, new.state, {Claimable});
        END;
        CREATE TRIGGER {MovesTable}_moved AFTER UPDATE OF state ON runs BEGIN
            INSERT INTO {MovesTable} (run, was, state, claimable) VALUES (new.id, old.state, new.state, {Claimable});
        END;
        CREATE TRIGGER {MovesTable}_held AFTER UPDATE OF not_before, paused, behind ON runs
        WHEN old.state = 'pending' AND new.state = 'pending' BEGIN
            INSERT INTO {MovesTable} (run, was, state, claimable) VALUES (new.id, old.state, new.state, {Claimable});
        END;
        COMMIT;
        """);

    /// <summary>Since <see cref="KeepMoves"/>.</summary>
    internal List<RunMove> Moves() => Read(
        $"SELECT run, was, state, claimable FROM {MovesTable} ORDER BY seq",
        row => new RunMove(row.GetString(0), Text(row, 1), row.GetString(2), row.GetInt32(3) == 1));

    /// <summary>Changes the ledger, as anybody with SQLite may; makes the file where there is none.</summary>
    internal void Execute(string sql)
    {
        using var connection = Open(SqliteOpenMode.ReadWriteCreate);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Nobody can write to it until what comes back is disposed.</summary>
    internal IDisposable Hold()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    /// <summary>What PRAGMA integrity_check says: <c>ok</c>.</summary>
    internal string Integrity() => string.Join('\n', Read("PRAGMA integrity_check", row => row.GetString(0)));

    internal long Count(string what) => Read($"SELECT count(*) FROM {what}", row => row.GetInt64(0))[0];

    internal List<T> Read<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = Open(SqliteOpenMode.ReadOnly);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read())
            all.Add(read(rows));
        return all;
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    internal static string? Text(SqliteDataReader row, int column) => LedgerRows.Text(row, column);

    internal static DateTimeOffset? Instant(SqliteDataReader row, int column) => LedgerRows.Instant(row, column);
}
