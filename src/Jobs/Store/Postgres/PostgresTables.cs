using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>The rows of a ledger in PostgreSQL.</summary>
internal sealed class PostgresTables : LedgerTables
{
    // Above the lease of a node, which says every few seconds that it lives.
    private static readonly TimeSpan Dead = TimeSpan.FromSeconds(15);

    private static readonly Dictionary<string, ColumnKind> Kinds = new()
    {
        ["text"] = ColumnKind.Text,
        ["bigint"] = ColumnKind.Number,
        ["bytea"] = ColumnKind.Bytes,
    };

    private readonly PostgresSettings _settings;
    private readonly NpgsqlDataSource _source;
    private readonly List<string> _setAside = [];
    private NpgsqlConnection? _connection;

    private PostgresTables(PostgresSettings settings) => (_settings, _source) = (settings, settings.Build());

    internal override string Name => _settings.Name;

    internal override string HowToEmpty => $"Name an empty database; or, where nobody needs them, drop them: DROP SCHEMA {_settings.Schema} CASCADE";

    private NpgsqlConnection Connection => _connection ?? throw new InvalidOperationException("there is no connection");

    /// <param name="connectionString">Of Npgsql.</param>
    /// <param name="mayMake">Whether a ledger is made where there is none.</param>
    /// <exception cref="LedgerException">A node works on it, it cannot be reached, or there is none.</exception>
    internal static PostgresTables Open(string connectionString, bool mayMake)
    {
        var tables = new PostgresTables(PostgresSettings.Read(connectionString));
        try
        {
            tables.Begin(mayMake);
            return tables;
        }
        catch (Exception e)
        {
            tables.Dispose();
            if (tables._settings.Refusal(e) is { } refusal)
                throw refusal;
            throw;
        }
    }

    internal override IReadOnlyList<LedgerColumn> Columns(string table) =>
        [.. All(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position",
            row => (Name: row.GetString(0), Type: row.GetString(1)), table)
            .Where(column => Kinds.ContainsKey(column.Type)).Select(column => new LedgerColumn(column.Name, Kinds[column.Type]))];

    internal override long Count(string table) => All($"SELECT count(*) FROM {table}", row => row.GetInt64(0))[0];

    internal override void Read(string table, IReadOnlyList<LedgerColumn> columns, Action<LedgerRow> row)
    {
        using var command = Command($"SELECT {List(columns)} FROM {table}");
        using var reader = command.ExecuteReader();
        var current = new PostgresRow(reader);
        while (reader.Read())
            row(current);
    }

    internal override void Write(string table, IReadOnlyList<LedgerColumn> columns, Action<Action<LedgerRow>> rows)
    {
        SetAside(table);
        using var import = Connection.BeginBinaryImport($"COPY {table} ({List(columns)}) FROM STDIN (FORMAT BINARY)");
        import.Timeout = Timeout.InfiniteTimeSpan;
        rows(row =>
        {
            import.StartRow();
            for (var i = 0; i < columns.Count; i++)
                Write(import, row, i, columns[i].Kind);
        });
        import.Complete();
    }

    internal override void Commit()
    {
        _setAside.ForEach(Execute);
        foreach (var (table, column) in All(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'",
            row => (row.GetString(0), row.GetString(1))))
        {
            var next = All($"SELECT coalesce(max({column}), 0) + 1 FROM {table}", row => row.GetInt64(0))[0];
            Execute(string.Create(CultureInfo.InvariantCulture, $"ALTER TABLE {table} ALTER COLUMN {column} RESTART WITH {next}"));
        }

        // Without it queries are planned as of empty tables until the server comes to it by itself.
        Execute($"ANALYZE {string.Join(", ", Names)}");
        try
        {
            Execute("COMMIT");
        }
        catch (Exception e) when (e is not PostgresException && PostgresSettings.Reason(e) is { } reason)
        {
            throw new LedgerException($"the connection was lost at the very end ({reason}): look whether all came to {Name}, before anything is started.", e);
        }
    }

    internal override string? Failure(Exception e) => PostgresSettings.Reason(e);

    // With the connection the transaction ends.
    public override void Dispose()
    {
        _connection?.Dispose();
        _source.Dispose();
    }

    private void Begin(bool mayMake)
    {
        _connection = _source.OpenConnection();
        if (!mayMake && All("SELECT 1 FROM pg_tables WHERE tablename = 'runs' AND schemaname = $1", _ => true, _settings.Schema).Count == 0)
            throw new LedgerException($"{Name} has no ledger in the schema {_settings.Schema}.");
        PostgresSchema.Migrate(_source, _settings.Schema);
        Execute("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE");
        Execute("SET LOCAL lock_timeout = '10s'");
        Execute("SET LOCAL idle_in_transaction_session_timeout = 0");
        Execute(PostgresSchema.NoServerTimeout);
        Execute(PostgresSchema.Lock(_settings.Scope));
        // Each transaction of a node ends with its row: none commits, and none joins.
        Execute("LOCK TABLE nodes IN EXCLUSIVE MODE");
        var alive = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT name, pid FROM nodes WHERE ended IS NULL AND seen > clock_timestamp() - interval '{Dead.TotalSeconds} s' ORDER BY seen DESC");
        if (All(alive, row => (Name: row.GetString(0), Pid: row.GetInt64(1))) is [var node, ..])
            throw new LedgerException(string.Create(
                CultureInfo.InvariantCulture,
                $"{Name} is in use by the node {node.Name}, pid {node.Pid}. Stop all nodes first; of one that was killed {Dead.TotalSeconds} seconds must pass."));
    }

    // To make an index of all rows, and to look once whether all that is referred to is there, takes a fraction of doing so row by row. It is in the
    // transaction, as the rows are.
    private void SetAside(string table)
    {
        foreach (var (drop, make) in All(
            """
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
                   format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE contype = 'f' AND conrelid = $1::regclass
            UNION ALL
            SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
            FROM pg_index WHERE indrelid = $1::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
            """,
            row => (row.GetString(0), row.GetString(1)), table))
        {
            Execute(drop);
            _setAside.Add(make);
        }
    }

    private void Execute(string sql)
    {
        using var command = Command(sql);
        command.ExecuteNonQuery();
    }

    private List<T> All<T>(string sql, Func<NpgsqlDataReader, T> read, params ReadOnlySpan<string> values)
    {
        using var command = Command(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = value });
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    // All of a table is gone through, which takes as long as it takes.
    private NpgsqlCommand Command(string sql) => new(sql, Connection) { CommandTimeout = 0 };

    private static string List(IReadOnlyList<LedgerColumn> columns) => string.Join(", ", columns.Select(column => column.Quoted));

    private static void Write(NpgsqlBinaryImporter import, LedgerRow row, int column, ColumnKind kind)
    {
        if (row.IsNull(column))
            import.WriteNull();
        else if (kind == ColumnKind.Number)
            import.Write(row.Int64(column), NpgsqlDbType.Bigint);
        else if (kind == ColumnKind.Bytes)
            import.Write(row.Bytes(column), NpgsqlDbType.Bytea);
        else
            import.Write(PostgresStatement.Storable(row.String(column)), NpgsqlDbType.Text);
    }
}
