using JobQueue.Jobs.Events;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Metrics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace JobQueue.Jobs.Store;

/// <summary>One connection to the ledger, with its statements prepared once. Not for several threads at a time.</summary>
internal sealed class LedgerConnection : IDisposable
{
    // Another program may hold the file locked for a while, as a shell with an open transaction does.
    private static readonly TimeSpan LockedByOthers = TimeSpan.FromSeconds(60);

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, LedgerStatement> _statements = new(StringComparer.Ordinal);

    static LedgerConnection() => Batteries_V2.Init();

    internal LedgerConnection(string path, bool isWriter)
        : this(path, isWriter ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly)
    {
        if (!isWriter)
            return;
        // auto_vacuum holds only if it is set before the first table.
        Execute("PRAGMA auto_vacuum = INCREMENTAL");
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
        // In bytes: after a checkpoint the log keeps this much of its file for what comes next.
        Execute("PRAGMA journal_size_limit = 67108864");
        // In KiB: a transaction that does not fit is written page by page, over and over, before it is committed.
        Execute("PRAGMA cache_size = -65536");
    }

    private LedgerConnection(string path, SqliteOpenMode mode)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
        }.ToString());
        _connection.Open();
        raw.sqlite3_busy_timeout(Database, (int)LockedByOthers.TotalMilliseconds);
    }

    /// <summary>Not for rows: to bring the log into the file.</summary>
    internal static LedgerConnection OfTheLog(string path) => new(path, SqliteOpenMode.ReadWrite);

    /// <summary>Writes all that is committed into a file that is empty, as it is at one moment.</summary>
    internal void CopyTo(string file)
    {
        using var copy = new LedgerConnection(file, SqliteOpenMode.ReadWrite);
        _connection.BackupDatabase(copy._connection);
        // With the pages came the mode of the ledger; a copy is one file.
        copy.Execute("PRAGMA journal_mode = DELETE");
    }

    /// <summary>Runs several statements once.</summary>
    internal void ExecuteScript(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    internal int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => Prepared(sql, values).Execute(values);

    /// <summary>Runs a statement whose changes are not told.</summary>
    internal int ExecuteMuted(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        Watch?.IsMuted = true;
        try
        {
            return Execute(sql, values);
        }
        finally
        {
            Watch?.IsMuted = false;
        }
    }

    /// <summary>The first row, or null.</summary>
    internal T? First<T>(string sql, Func<LedgerRow, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
        where T : class
    {
        T? first = null;
        Prepared(sql, values).Read(values, row =>
        {
            first = read(row);
            return false;
        });
        return first;
    }

    /// <summary>All rows.</summary>
    internal List<T> All<T>(string sql, Func<LedgerRow, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var rows = new List<T>();
        Prepared(sql, values).Read(values, row =>
        {
            rows.Add(read(row));
            return true;
        });
        return rows;
    }

    /// <summary>Rows in order, until <paramref name="next"/> says that it needs no more.</summary>
    internal void Walk(string sql, Func<LedgerRow, bool> next, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Prepared(sql, values).Read(values, next);

    /// <summary>The first column of the first row, a string or a long; null where there is none.</summary>
    internal object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        object? scalar = null;
        Prepared(sql, values).Read(values, row =>
        {
            scalar = row.Value(0);
            return false;
        });
        return scalar;
    }

    /// <summary>Reads the database as it is at one moment.</summary>
    /// <param name="gate">
    /// Of all connections of the process, so that they begin one after the other: where two begin at once SQLite may have one of them sleep, and
    /// the bundled one sleeps for whole seconds.
    /// </param>
    /// <param name="read">What is read.</param>
    internal T ReadMoment<T>(Lock gate, Func<LedgerConnection, T> read)
    {
        lock (gate)
        {
            Execute("BEGIN");
            // BEGIN alone waits for the first look.
            Scalar("SELECT 1 FROM sqlite_schema LIMIT 1");
        }

        try
        {
            return read(this);
        }
        finally
        {
            Execute("COMMIT");
        }
    }

    /// <summary>Whether there is mail, and who is told of notices that this connection enters.</summary>
    internal Outbox Outbox { get; } = new();

    /// <summary>What sees the changes of this connection; null while nobody wants to know.</summary>
    internal LedgerWatch? Watch { get; private set; }

    /// <summary>The ends of runs in the open transaction.</summary>
    internal RunTally Tally { get; } = new();

    /// <summary>Publishes from the open transaction on what changes.</summary>
    internal void StartWatch(EventFeed feed)
    {
        if (Watch is not null)
            return;
        var watch = Watch = new LedgerWatch(this, feed);
        raw.sqlite3_update_hook(Database, (delegate_update)((_, type, _, table, row) => watch.OnChange(type, table, row)), null);
    }

    /// <summary>Publishes nothing any more.</summary>
    internal void EndWatch()
    {
        raw.sqlite3_update_hook(Database, (delegate_update?)null, null);
        Watch = null;
    }

    /// <summary>Ends the open transaction, unless SQLite has ended it already, as it does when the disk is full.</summary>
    internal void Rollback()
    {
        Watch?.Forget();
        Outbox.Forget();
        Tally.Forget();
        if (raw.sqlite3_get_autocommit(Database) == 0)
            Execute("ROLLBACK");
    }

    private sqlite3 Database => _connection.Handle!;

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    private LedgerStatement Prepared(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements[sql] = statement = new LedgerStatement(Database, sql, values);
        return statement;
    }
}
