using Microsoft.Data.Sqlite;

namespace JobQueue.Jobs.Store;

/// <summary>One connection to the ledger, with its statements prepared once. Not for several threads at a time.</summary>
internal sealed class LedgerConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    static LedgerConnection() => SQLitePCL.Batteries_V2.Init();

    internal LedgerConnection(string path, bool isWriter)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = isWriter ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 60,
        }.ToString());
        _connection.Open();
        if (!isWriter)
            return;
        // auto_vacuum holds only if it is set before the first table.
        Execute("PRAGMA auto_vacuum = INCREMENTAL");
        Execute("PRAGMA journal_mode = WAL");
        Execute("PRAGMA synchronous = FULL");
    }

    /// <summary>Runs a statement; the number of rows it changed.</summary>
    internal int Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Prepared(sql, values).ExecuteNonQuery();

    /// <summary>The first row, or null.</summary>
    internal T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
        where T : class
    {
        using var reader = Prepared(sql, values).ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    /// <summary>All rows.</summary>
    internal List<T> All<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var rows = new List<T>();
        using var reader = Prepared(sql, values).ExecuteReader();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The first column of the first row; null where there is none.</summary>
    internal object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        Prepared(sql, values).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>Ends the open transaction, unless SQLite has ended it already, as it does when the disk is full.</summary>
    internal void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
            Execute("ROLLBACK");
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepared(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in values)
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            _commands[sql] = command;
        }

        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        return command;
    }
}
