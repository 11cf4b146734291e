using Microsoft.Data.Sqlite;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>The rows of a ledger in a file of SQLite.</summary>
internal sealed class SqliteTables : LedgerTables
{
    private static readonly Dictionary<string, ColumnKind> Kinds = new()
    {
        ["TEXT"] = ColumnKind.Text,
        ["INTEGER"] = ColumnKind.Number,
        ["BLOB"] = ColumnKind.Bytes,
    };

    private readonly SqliteEngine _engine;
    private readonly LedgerConnection _connection;

    private SqliteTables(SqliteEngine engine)
    {
        (_engine, _connection) = (engine, engine.Writer);
        _connection.Begin();
    }

    internal override string Name => _engine.Name;

    internal override string HowToEmpty => "Name a file that is not there";

    /// <param name="path">The file.</param>
    /// <param name="mayMake">Whether it is made where it is not there.</param>
    /// <exception cref="LedgerException">In use by another process, of a newer version, damaged, or none.</exception>
    internal static SqliteTables Open(string path, bool mayMake)
    {
        if (!mayMake)
            CheckIsThere(path);
        var engine = SqliteEngine.Open(path);
        try
        {
            // Whatever its size: what is damaged would be found in the middle.
            if (!mayMake)
                LedgerCheck.CheckAll((SqliteLedger)engine.Writer, path);
            return new SqliteTables(engine);
        }
        catch (Exception e)
        {
            engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
            if (OpeningFailure.Of(e, engine.Name) is { } failure)
                throw failure;
            throw;
        }
    }

    internal override IReadOnlyList<LedgerColumn> Columns(string table) => _connection.All(
        $"SELECT name, type FROM pragma_table_info('{table}') ORDER BY cid", row => new LedgerColumn(row.String(0), Kinds[row.String(1)]));

    internal override long Count(string table) => (long)_connection.Scalar($"SELECT count(*) FROM {table}")!;

    internal override void Read(string table, IReadOnlyList<LedgerColumn> columns, Action<LedgerRow> row) => _connection.Walk(
        $"SELECT {string.Join(", ", columns.Select(column => column.Quoted))} FROM {table}",
        current =>
        {
            row(current);
            return true;
        });

    internal override void Write(string table, IReadOnlyList<LedgerColumn> columns, Action<Action<LedgerRow>> rows)
    {
        var values = new (string Name, object? Value)[columns.Count];
        for (var i = 0; i < values.Length; i++)
            values[i].Name = FormattableString.Invariant($"@v{i}");
        var insert =
            $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => column.Quoted))}) VALUES ({string.Join(", ", values.Select(value => value.Name))})";
        rows(row =>
        {
            for (var i = 0; i < values.Length; i++)
                values[i].Value = row.IsNull(i) ? null : Value(row, i, columns[i].Kind);
            _connection.Execute(insert, values);
        });
    }

    // The next number is the one after the largest, without more ado.
    internal override void Commit() => _connection.Commit();

    internal override string? Failure(Exception e) => _connection.Refusal(e) ?? (e as SqliteException)?.Message ?? Damage.Of(e)?.Message;

    public override void Dispose()
    {
        _connection.Rollback();
        _engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private static object Value(LedgerRow row, int column, ColumnKind kind) => kind switch
    {
        ColumnKind.Text => row.String(column),
        ColumnKind.Number => row.Int64(column),
        _ => row.Bytes(column).ToArray(),
    };

    // Opening would make a ledger of a name that was misspelt, and of another program's database.
    private static void CheckIsThere(string path)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
            throw new LedgerException($"{path} is no ledger: there is no such file, or nothing in it.");
        try
        {
            using var look = SqliteLedger.OfTheLog(path);
            if (SqliteSchema.Version(look) == 0)
                throw new LedgerException($"{path} is a database, but no ledger.");
        }
        catch (Exception e) when (OpeningFailure.Of(e, path) is { } failure)
        {
            throw failure;
        }
    }
}
