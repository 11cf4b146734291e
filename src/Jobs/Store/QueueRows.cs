using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Queue;

namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>queues</c>, and what the other tables know of queues.</summary>
internal static class QueueRows
{
    /// <summary>What <c>runs_pending</c> has: runs that are due, and wait for nothing but a slot.</summary>
    internal const string WaitsForSlot = "state = 'pending' AND not_before IS NULL AND paused = 0 AND behind = 0";

    // One condition on the state is in each index that serves: running, open runs of recurring jobs, pending.
    private const string Counts = $"""
        SELECT queue, count(*) AS running, 0 AS pending FROM runs WHERE state = 'running' GROUP BY queue
        UNION ALL
        SELECT queue, 0, count(*) FROM runs WHERE {WaitsForSlot} GROUP BY queue
        UNION ALL
        SELECT queue, 0, count(*) FROM runs
        WHERE state IN ('pending', 'running') AND job_id IS NOT NULL AND state = 'pending' AND behind = 1 GROUP BY queue
        """;

    /// <summary>Every queue that has a row, a run that is due, or a recurring job that is not removed.</summary>
    internal static List<QueueRow> All(LedgerConnection ledger) => ledger.All(
        $"""
        SELECT name, CAST(sum(running) AS bigint), CAST(sum(pending) AS bigint), max(coalesce(paused, 0)), max(reason), max(not_before)
        FROM (SELECT queue AS name, running, pending FROM ({Counts}) AS counts
              UNION ALL SELECT DISTINCT queue, 0, 0 FROM jobs WHERE state <> 'removed'
              UNION ALL SELECT name, 0, 0 FROM queues) AS known LEFT JOIN queues USING (name)
        GROUP BY name
        """,
        row => new QueueRow(row.String(0), row.Int64(1), row.Int64(2), row.Int64(3) != 0, row.Text(4), row.Instant(5)));

    /// <summary>Whether a run that waits for its time, or is held back, is of the queue. Looks at all of them where none is.</summary>
    internal static bool IsAwaited(LedgerConnection ledger, string name) =>
        ledger.Scalar(
            """
            SELECT 1 WHERE EXISTS (SELECT 1 FROM runs WHERE queue = @name AND not_before IS NOT NULL AND paused = 0)
                        OR EXISTS (SELECT 1 FROM runs WHERE queue = @name AND paused = 1)
            """,
            ("@name", name)) is not null;

    /// <summary>What waits for a slot, by queue: one walk along the index that claims use.</summary>
    internal static List<QueueBacklog> Backlogs(LedgerConnection ledger) => ledger.All(
        $"SELECT queue, count(*), min(due) FROM runs WHERE {WaitsForSlot} GROUP BY queue",
        row => new QueueBacklog(row.String(0), row.Int64(1), InstantText.Parse(row.String(2))));

    /// <summary>The queues in which something waits for a slot: from one to the next along the same index, however much waits.</summary>
    internal static List<string> Waiting(LedgerConnection ledger) => ledger.All(
        $"""
        WITH RECURSIVE waiting (queue) AS (
            SELECT (SELECT queue FROM runs WHERE {WaitsForSlot} ORDER BY queue LIMIT 1)
            UNION ALL
            SELECT (SELECT runs.queue FROM runs WHERE {WaitsForSlot} AND runs.queue > waiting.queue ORDER BY runs.queue LIMIT 1)
            FROM waiting WHERE queue IS NOT NULL)
        SELECT queue FROM waiting WHERE queue IS NOT NULL
        """,
        row => row.String(0));

    /// <summary>The queues that something holds back.</summary>
    internal static List<QueueRow> Held(LedgerConnection ledger) => ledger.All(
        "SELECT name, paused, reason, not_before FROM queues",
        row => new QueueRow(row.String(0), 0, 0, row.Int64(1) != 0, row.Text(2), row.Instant(3)));

    /// <summary>Pauses a queue, or lets it go on, whatever held it back.</summary>
    internal static bool SetPaused(LedgerConnection ledger, string name, bool isPaused, string? who, string? reason, DateTimeOffset now)
    {
        ledger.Execute(
            """
            INSERT INTO queues (name, paused, reason, who, since) VALUES (@name, @paused, @reason, @who, @now)
            ON CONFLICT (name) DO UPDATE SET paused = excluded.paused, reason = excluded.reason, who = excluded.who, since = excluded.since,
                                             not_before = CASE WHEN excluded.paused = 1 THEN queues.not_before END
            """,
            ("@name", name), ("@paused", isPaused ? 1 : 0), ("@reason", isPaused ? reason : null), ("@who", who), ("@now", InstantText.Print(now)));
        ledger.Notify(Notice.Queue, name);
        EventRows.Add(
            ledger, now, isPaused ? "queue paused" : "queue resumed", who: who, reason: reason is null ? name : $"{name}: {reason}");
        return true;
    }

    /// <summary>
    /// How many runs may begin in a queue whose limit holds for all processes together; nobody else begins one meanwhile. Null where another is
    /// about to: who waited for it, with a queue in hand that the other waits for, would wait for ever.
    /// </summary>
    internal static int? Room(LedgerConnection ledger, string name, int limit)
    {
        if (!ledger.TryLock($"queue {name}"))
            return null;
        var running = (long)ledger.Scalar("SELECT count(*) FROM runs WHERE state = 'running' AND queue = @name", ("@name", name))!;
        return (int)Math.Max(0, limit - running);
    }

    /// <summary>Nothing of the queue is to be claimed before this instant, or a later one that was said before.</summary>
    /// <returns>Whether that begins now: whether until now nothing was said that still holds.</returns>
    internal static bool Hold(LedgerConnection ledger, string name, DateTimeOffset until, DateTimeOffset now)
    {
        ledger.Notify(Notice.Queue, name);
        // One of those that say so at the same time finds nothing that holds.
        var begins = ledger.Execute(
            """
            INSERT INTO queues (name, not_before) VALUES (@name, @until)
            ON CONFLICT (name) DO UPDATE SET not_before = excluded.not_before WHERE coalesce(queues.not_before, '') <= @now
            """,
            ("@name", name), ("@until", InstantText.Print(until)), ("@now", InstantText.Print(now))) > 0;
        if (!begins)
            ledger.ExecuteLater(
                "UPDATE queues SET not_before = @until WHERE name = @name AND not_before < @until",
                ("@name", name), ("@until", InstantText.Print(until)));
        return begins;
    }
}
