using System.Data.Common;
using System.Globalization;

namespace JobQueue.Reliability.UnderTest;

/// <summary>Rows of a ledger as the checker reads them, from either database.</summary>
internal static class LedgerRows
{
    internal const string Runs =
        """
        SELECT id, job_id, due, state, attempt, status, until, count, cause, uri, queue, priority, policy, body, seq, crashes
        FROM runs ORDER BY seq
        """;

    /// <summary>For a count: the runs that have no end yet.</summary>
    internal const string OpenRuns = "runs WHERE state IN ('scheduled', 'pending', 'running')";

    /// <summary>Of <c>new</c>, in a trigger.</summary>
    internal const string Claimable = "new.state = 'pending' AND new.not_before IS NULL AND new.paused = 0 AND new.behind = 0";

    private const string OnceOnly = "\"onCrash\":\"never\"";

    /// <summary>A row of <see cref="Runs"/>.</summary>
    internal static LedgerRun Run(DbDataReader row) => new(
        row.GetString(0), Text(row, 1), Instant(row, 2)!.Value, row.GetString(3), row.GetInt32(4),
        row.IsDBNull(5) ? null : row.GetInt32(5), Instant(row, 6), row.IsDBNull(7) ? 1 : row.GetInt32(7),
        row.GetString(8), row.GetString(9), row.GetString(10), row.GetInt32(11),
        Text(row, 12)?.Contains(OnceOnly, StringComparison.Ordinal) is true,
        Arrival.Hash(row.IsDBNull(13) ? [] : row.GetFieldValue<byte[]>(13)), row.GetInt64(14), row.GetInt32(15));

    internal static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    internal static DateTimeOffset? Instant(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.Parse(row.GetString(column), CultureInfo.InvariantCulture);

    /// <summary>An instant as ledgers have it.</summary>
    internal static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
}
