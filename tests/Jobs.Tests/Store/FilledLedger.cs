using System.Globalization;
using JobQueue.Jobs.Store;
using Microsoft.Data.Sqlite;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>A ledger with three rows in each table: one with a value in every column, one with what must be, and one with what is odd.</summary>
internal static class FilledLedger
{
    /// <summary>Of the rows that are numbered: there are gaps before it.</summary>
    internal const long LastSeq = 7_000_000_000;

    // What a column takes that does not take any text.
    private static readonly Dictionary<string, string[]> Words = new()
    {
        ["jobs.state"] = ["active", "paused", "removed"],
        ["runs.state"] = ["running", "pending", "missed"],
        ["runs.cause"] = ["schedule", "manual", "link"],
        ["runs.disposition"] = ["keep", "retry", "pause"],
        ["keys.role"] = ["viewer", "operator", "admin"],
        ["mails.kind"] = ["failure", "alert", "digest"],
        ["mails.state"] = ["waiting", "sent", "failed"],
    };

    private static readonly string[] Instants =
        ["due", "not_before", "created", "started", "sent", "finished", "until", "anchor", "at", "since", "progress_at", "last_used", "succeeded", "overdue"];

    // Read as rows of the product are.
    private static readonly Dictionary<string, string?> Meant = new() { ["headers"] = "Accept: text/plain", ["policy"] = null, ["cancel"] = null };

    // What may be NULL.
    private static readonly string[] Optional =
    [
        "jobs.name", "jobs.line", "jobs.text", "jobs.user", "jobs.headers", "jobs.body", "jobs.requested_by", "runs.job_id", "runs.job_name",
        "runs.not_before", "runs.owner", "runs.started", "runs.sent", "runs.finished", "runs.status", "runs.disposition", "runs.error", "runs.until",
        "runs.count", "runs.user", "runs.headers", "runs.body", "runs.requested_by", "runs.replay_of", "runs.progress", "runs.progress_message",
        "runs.progress_at", "runs.identity", "runs.scheduled_by", "attempts.status", "attempts.error", "responses.headers", "responses.body",
        "events.job_id", "events.run_id", "events.who", "events.reason", "queues.reason", "queues.who", "queues.since", "queues.not_before",
        "keys.last_used", "validators.etag", "validators.last_modified", "mails.run", "mails.job", "mails.finished", "mails.error", "mails.digest",
        "expectations.succeeded", "expectations.overdue",
    ];

    private static readonly long[] Seqs = [1, 5, LastSeq];

    /// <summary>Makes it; the store.</summary>
    internal static string Make(string file)
    {
        var store = $"sqlite:{file}";
        using (var tables = LedgerTables.OpenTarget(store))
        {
            foreach (var table in LedgerTables.Names)
                Fill(table, tables);
            tables.Commit();
        }

        return store;
    }

    internal static string Dump(string store)
    {
        using var tables = LedgerTables.OpenSource(store);
        return string.Join('\n', LedgerTables.Names.SelectMany(table => Rows(tables, table)));
    }

    internal static string Columns(LedgerTables tables) => string.Join('\n', LedgerTables.Names.SelectMany(
        table => Sorted(tables, table).Select(column => $"{table}.{column.Name} {column.Kind}")));

    internal static string TablesOf(string file)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name)";
        return (string)command.ExecuteScalar()!;
    }

    internal static void Execute(string file, string sql)
    {
        using var connection = Open(file);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static List<LedgerColumn> Sorted(LedgerTables tables, string table) => [.. tables.Columns(table).OrderBy(column => column.Name, StringComparer.Ordinal)];

    private static IEnumerable<string> Rows(LedgerTables tables, string table)
    {
        var (columns, rows) = (Sorted(tables, table), new List<string>());
        tables.Read(table, columns, row => rows.Add(string.Join(" | ", columns.Select((column, i) => $"{column.Name}={Text(row, i, column.Kind)}"))));
        return rows.Order(StringComparer.Ordinal).Select(row => $"{table}: {row}");
    }

    private static string Text(LedgerRow row, int column, ColumnKind kind) =>
        row.IsNull(column) ? "null"
        : kind == ColumnKind.Number ? row.Int64(column).ToString(CultureInfo.InvariantCulture)
        : kind == ColumnKind.Bytes ? $"x{Convert.ToHexString(row.Bytes(column).Span)}"
        : $"'{row.String(column)}'";

    private static void Fill(string table, LedgerTables tables)
    {
        var columns = tables.Columns(table);
        tables.Write(table, columns, add =>
        {
            for (var i = 0; i < Seqs.Length; i++)
                add(new Values([.. columns.Select(column => Value(table, column, i))]));
        });
    }

    private static object? Value(string table, LedgerColumn column, int row) =>
        row == 1 && Optional.Contains($"{table}.{column.Name}") ? null
        : Words.TryGetValue($"{table}.{column.Name}", out var words) ? words[row]
        : column.Name == "seq" || (column.Name == "run" && column.Kind == ColumnKind.Number) ? Seqs[row]
        : Instants.Contains(column.Name) ? InstantText.Print(LedgerFixture.Now.AddDays(row))
        : Meant.TryGetValue(column.Name, out var meant) ? meant
        : column.Kind == ColumnKind.Number ? (row == 2 ? int.MaxValue : row)
        : column.Kind == ColumnKind.Bytes ? (row == 2 ? [0, 255, 10, 13, 0] : new byte[row == 0 ? 100_000 : 0])
        : row == 2 ? $"{table}-{column.Name}-\u00e4\u20ac\U0001f600\t\r\n\\N\\.\"'"
        : $"{table}-{column.Name}-{row + 1}";

    private sealed class Values(object?[] values) : LedgerRow
    {
        internal override bool IsNull(int column) => values[column] is null;

        internal override string String(int column) => (string)values[column]!;

        internal override long Int64(int column) => Convert.ToInt64(values[column], CultureInfo.InvariantCulture);

        internal override ReadOnlyMemory<byte> Bytes(int column) => (byte[])values[column]!;

        internal override object? Value(int column) => values[column];
    }
}
