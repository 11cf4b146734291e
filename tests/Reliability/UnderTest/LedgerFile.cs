using Microsoft.Data.Sqlite;

namespace JobQueue.Reliability.UnderTest;

/// <summary>The ledger, read as anybody with SQLite reads it.</summary>
internal sealed class LedgerFile(string path)
{
    /// <summary>For <see cref="Count"/>: the runs that have no end yet.</summary>
    internal const string OpenRuns = "runs WHERE state IN ('scheduled', 'pending', 'running')";

    static LedgerFile() => SQLitePCL.Batteries_V2.Init();

    internal List<LedgerRun> Runs() => Read(
        "SELECT id, job_id, due, state, attempt, status, until, count, cause, uri FROM runs ORDER BY seq",
        row => new LedgerRun(
            row.GetString(0), Text(row, 1), Instant(row, 2)!.Value, row.GetString(3), row.GetInt32(4),
            row.IsDBNull(5) ? null : row.GetInt32(5), Instant(row, 6), row.IsDBNull(7) ? 1 : row.GetInt32(7),
            row.GetString(8), row.GetString(9)));

    internal long Count(string what) => Read($"SELECT count(*) FROM {what}", row => row.GetInt64(0))[0];

    internal List<T> Read<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read())
            all.Add(read(rows));
        return all;
    }

    internal static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static DateTimeOffset? Instant(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.Parse(row.GetString(column), System.Globalization.CultureInfo.InvariantCulture);
}
