using System.Globalization;

namespace JobQueue.Jobs.Store;

/// <summary>
/// Rows of <c>run_minutes</c>: what came of the runs that ended in each minute. A transaction adds all that it
/// brought to an end.
/// </summary>
internal static class RunMinutes
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    private static readonly string AddOne = AddSql("VALUES (@minute, @state, @runs, @late, @lateMax, @duration, @durationMax)");

    /// <summary>Adds rows to what is known of their minutes.</summary>
    /// <param name="rows">minute, state, runs, late_ms, late_max_ms, duration_ms, duration_max_ms</param>
    internal static string AddSql(string rows) =>
        $"""
        INSERT INTO run_minutes (minute, state, runs, late_ms, late_max_ms, duration_ms, duration_max_ms)
        {rows}
        ON CONFLICT (minute, state) DO UPDATE SET
            runs = run_minutes.runs + excluded.runs, late_ms = run_minutes.late_ms + excluded.late_ms,
            late_max_ms = CASE WHEN run_minutes.late_max_ms > excluded.late_max_ms THEN run_minutes.late_max_ms ELSE excluded.late_max_ms END,
            duration_ms = run_minutes.duration_ms + excluded.duration_ms,
            duration_max_ms = CASE WHEN run_minutes.duration_max_ms > excluded.duration_max_ms
                                   THEN run_minutes.duration_max_ms ELSE excluded.duration_max_ms END
        """;

    /// <summary>Adds what ended in a minute to what is known of it.</summary>
    internal static void Add(LedgerConnection ledger, RunMinute ended)
    {
        if (ledger.Group is { } group)
        {
            group.Add(ended);
            return;
        }

        ledger.Execute(
            AddOne,
            ("@minute", Minute(ended.Minute)), ("@state", Word.Of(ended.State)), ("@runs", ended.Runs), ("@late", ended.LateMs),
            ("@lateMax", ended.LateMaxMs), ("@duration", ended.DurationMs), ("@durationMax", ended.DurationMaxMs));
    }

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

    /// <summary>When the minute of an instant began.</summary>
    internal static DateTimeOffset StartOf(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    /// <summary>The minute of an instant, as the ledger has it.</summary>
    internal static string Minute(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
