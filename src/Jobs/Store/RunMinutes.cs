using System.Globalization;

namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>run_minutes</c>: what came of the runs that ended in each minute. Triggers of the ledger keep them.</summary>
internal static class RunMinutes
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    /// <summary>What was counted from an instant's minute on, in order.</summary>
    internal static List<RunMinute> Since(LedgerConnection ledger, DateTimeOffset since) =>
        ledger.All(
            """
            SELECT minute, state, runs, late_ms, late_max_ms, duration_ms, duration_max_ms FROM run_minutes
            WHERE minute >= @since ORDER BY minute, state
            """,
            row => new RunMinute(
                DateTimeOffset.ParseExact(row.String(0), Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Word.Parse<RunState>(row.String(1)), row.Int64(2), row.Int64(3), row.Int64(4), row.Int64(5), row.Int64(6)),
            ("@since", Minute(since)));

    /// <summary>The minute of an instant, as the ledger has it.</summary>
    internal static string Minute(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
