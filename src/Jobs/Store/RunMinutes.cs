using System.Globalization;

namespace JobQueue.Jobs.Store;

/// <summary>
/// Rows of <c>run_minutes</c>: what came of the runs that ended in each minute. Whatever brings a run to its end counts it, in the same
/// transaction.
/// </summary>
internal static class RunMinutes
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    /// <summary>Counts a run that has ended, or occurrences that did not run.</summary>
    /// <param name="ledger">The writer's connection.</param>
    /// <param name="at">The end.</param>
    /// <param name="state">The final state.</param>
    /// <param name="runs">How many.</param>
    /// <param name="late">From due to first attempt; null for none.</param>
    /// <param name="duration">Of the last attempt; null for none.</param>
    internal static void Count(
        LedgerConnection ledger, DateTimeOffset at, RunState state, long runs, TimeSpan? late = null, TimeSpan? duration = null) =>
        ledger.Execute(
            """
            INSERT INTO run_minutes (minute, state, runs, late_ms, late_max_ms, duration_ms, duration_max_ms)
            VALUES (@minute, @state, @runs, @late, @late, @duration, @duration)
            ON CONFLICT (minute, state) DO UPDATE SET
                runs = runs + excluded.runs, late_ms = late_ms + excluded.late_ms, late_max_ms = max(late_max_ms, excluded.late_max_ms),
                duration_ms = duration_ms + excluded.duration_ms, duration_max_ms = max(duration_max_ms, excluded.duration_max_ms)
            """,
            ("@minute", Minute(at)), ("@state", Word.Of(state)), ("@runs", runs), ("@late", Milliseconds(late)),
            ("@duration", Milliseconds(duration)));

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

    // A clock may have been put back.
    private static long Milliseconds(TimeSpan? time) => time is { Ticks: > 0 } known ? (long)Math.Round(known.TotalMilliseconds) : 0;

    /// <summary>The minute of an instant, as the ledger has it.</summary>
    internal static string Minute(DateTimeOffset instant) => instant.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);
}
