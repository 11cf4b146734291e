using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Store;

/// <summary>
/// Rows of <c>queue_starts</c>: when runs of a queue with a rate began, whichever process began them. Each row stands for a thousandth of the
/// rate's stretch, at whose end it counts as begun: while clocks agree, a queue has at most a thousand and one.
/// </summary>
internal static class QueueStarts
{
    private const int Parts = 1000;

    /// <summary>How many runs may begin; and, where none may, when the next may.</summary>
    /// <param name="ledger">The writer's connection; no other process begins a run of the queue before its transaction ends.</param>
    /// <param name="queue">Its name.</param>
    /// <param name="rate">Its rate.</param>
    /// <param name="now">By the ledger's clock, as far as the process knows that.</param>
    internal static (int Free, DateTimeOffset? Next) Room(LedgerConnection ledger, string queue, Rate rate, DateTimeOffset now)
    {
        // What is later than the clock of any node that begins runs was entered before a clock was set back.
        ledger.Execute(
            "DELETE FROM queue_starts WHERE queue = @queue AND (at <= @before OR at > @latest)",
            ("@queue", queue),
            ("@before", InstantText.Print(now - rate.Per)),
            ("@latest", InstantText.Print(EndOfPart(now + Cluster.MostSkew, rate))));
        var (runs, first) = ledger.All(
            "SELECT CAST(coalesce(sum(runs), 0) AS bigint), min(at) FROM queue_starts WHERE queue = @queue",
            row => (row.Int64(0), row.Instant(1)), ("@queue", queue)).Single();
        return runs < rate.Count ? ((int)(rate.Count - runs), null) : (0, first + rate.Per);
    }

    /// <summary>Runs begin.</summary>
    /// <inheritdoc cref="Room"/>
    internal static void Add(LedgerConnection ledger, string queue, Rate rate, int runs, DateTimeOffset now) => ledger.Execute(
        """
        INSERT INTO queue_starts (queue, at, runs) VALUES (@queue, @at, @runs)
        ON CONFLICT (queue, at) DO UPDATE SET runs = queue_starts.runs + excluded.runs
        """,
        ("@queue", queue), ("@at", InstantText.Print(EndOfPart(now, rate))), ("@runs", runs));

    private static DateTimeOffset EndOfPart(DateTimeOffset instant, Rate rate)
    {
        var part = rate.Per.Ticks / Parts;
        return new DateTimeOffset((instant.UtcTicks + part - 1) / part * part, TimeSpan.Zero);
    }
}
