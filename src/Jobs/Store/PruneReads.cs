namespace JobQueue.Jobs.Store;

/// <summary>
/// Looks for what is to go, a page at a time, on a reader: the writer finds the pages it then needs in memory. What is final stays so, and
/// what is not the last of its job never is again; so nothing here has changed when the writer acts on it. But a key whose job is gone may
/// add another: it goes only with the job that it was found with.
/// </summary>
internal static class PruneReads
{
    /// <summary>Kind of the event of a pruning.</summary>
    internal const string Event = "pruned";

    private const string Open = "('scheduled', 'pending', 'running')";
    private const string Failed = "('failed', 'timed_out', 'quarantined')";

    /// <summary>A page of all runs but the newest, whose number the next one follows.</summary>
    internal static List<AgedRow> Runs(
        LedgerConnection ledger, long after, DateTimeOffset oldBefore, DateTimeOffset failedBefore, DateTimeOffset now, int limit) =>
        ledger.All(
            PageOfRuns(ledger),
            Row, ("@after", after), ("@oldBefore", InstantText.Print(oldBefore)), ("@failedBefore", InstantText.Print(failedBefore)),
            ("@now", InstantText.Print(now)), ("@limit", limit));

    /// <summary>A page of the runs of a job, in order, that are not among its newest.</summary>
    /// <param name="ledger">A connection.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="newest">How many of its runs stay.</param>
    /// <param name="withFailed">Whether those go, too, that did not succeed.</param>
    /// <param name="after">The last of the page before; 0 for the first.</param>
    /// <param name="limit">The most.</param>
    internal static List<long> RunsBeyond(LedgerConnection ledger, string jobId, int newest, bool withFailed, long after, int limit) =>
        ledger.All(
            $"""
            SELECT seq FROM runs
            WHERE job_id = @job AND job_id IS NOT NULL AND seq > @after
              AND seq <= (SELECT seq FROM runs AS kept WHERE kept.job_id = @job AND kept.job_id IS NOT NULL
                          ORDER BY kept.seq DESC LIMIT 1 OFFSET @newest)
              AND state NOT IN {Open} AND (@withFailed = 1 OR state NOT IN {Failed}) AND NOT {IsLastOfItsJob(ledger)}
            ORDER BY seq LIMIT @limit
            """,
            row => row.Int64(0), ("@job", jobId), ("@after", after), ("@newest", newest), ("@withFailed", withFailed ? 1 : 0),
            ("@limit", limit));

    /// <summary>Ids of recurring jobs, in order.</summary>
    internal static List<string> Jobs(LedgerConnection ledger, string after, int limit) =>
        ledger.All(
            "SELECT id FROM jobs WHERE id > @after ORDER BY id LIMIT @limit", row => row.String(0), ("@after", after), ("@limit", limit));

    /// <summary>A page of all mails but the newest. What waits is never old.</summary>
    internal static List<AgedRow> Mails(LedgerConnection ledger, long after, DateTimeOffset oldBefore, DateTimeOffset now, int limit) =>
        ledger.All(
            """
            SELECT seq, CASE WHEN created < @oldBefore AND state <> 'waiting' THEN 1 ELSE 0 END, created >= @oldBefore AND created <= @now
            FROM mails WHERE seq > @after AND seq < (SELECT max(seq) FROM mails) ORDER BY seq LIMIT @limit
            """,
            Row, ("@after", after), ("@oldBefore", InstantText.Print(oldBefore)), ("@now", InstantText.Print(now)), ("@limit", limit));

    /// <summary>A page of all events but the newest.</summary>
    internal static List<AgedRow> Events(LedgerConnection ledger, long after, DateTimeOffset oldBefore, DateTimeOffset now, int limit) =>
        ledger.All(
            $"""
            SELECT seq, CASE WHEN at < @oldBefore AND NOT {IsLastEventOfItsJob(ledger)} THEN 1 ELSE 0 END, at >= @oldBefore AND at <= @now
            FROM events WHERE seq > @after AND seq < (SELECT max(seq) FROM events) ORDER BY seq LIMIT @limit
            """,
            Row, ("@after", after), ("@oldBefore", InstantText.Print(oldBefore)), ("@now", InstantText.Print(now)), ("@limit", limit));

    /// <summary>A page of idempotency keys, in order, with the job that each has added, and whether that is gone.</summary>
    internal static List<(string Key, string JobId, bool IsOrphan)> Keys(LedgerConnection ledger, string after, int limit) =>
        ledger.All(
            """
            SELECT key, job_id,
                   NOT EXISTS (SELECT 1 FROM runs WHERE runs.id = idempotency.job_id)
                   AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = idempotency.job_id)
            FROM idempotency WHERE key > @after ORDER BY key LIMIT @limit
            """,
            row => (row.String(0), row.String(1), row.Int64(2) != 0), ("@after", after), ("@limit", limit));

    /// <summary>The first of the minutes before this of which something is counted.</summary>
    internal static List<string> Minutes(LedgerConnection ledger, DateTimeOffset before, int limit) =>
        ledger.All(
            "SELECT DISTINCT minute FROM run_minutes WHERE minute < @before ORDER BY minute LIMIT @limit",
            row => row.String(0), ("@before", RunMinutes.Minute(before)), ("@limit", limit));

    /// <summary>When the last pruning ended; null for none.</summary>
    internal static DateTimeOffset? Last(LedgerConnection ledger) =>
        ledger.Scalar("SELECT at FROM events WHERE kind = @kind ORDER BY seq DESC LIMIT 1", ("@kind", Event)) is string at
            ? InstantText.Parse(at)
            : null;

    /// <summary>The query for a page of runs.</summary>
    /// <remarks>CASE WHEN evaluates what follows an AND only where it must; a column that is the AND itself evaluates all of it.</remarks>
    internal static string PageOfRuns(LedgerConnection ledger) => $"""
        SELECT seq,
               CASE WHEN state NOT IN {Open}
                         AND CASE WHEN until > finished THEN until ELSE finished END
                             < CASE WHEN state IN {Failed} THEN @failedBefore ELSE @oldBefore END
                         AND NOT {IsLastOfItsJob(ledger)}
                    THEN 1 ELSE 0 END,
               created >= @oldBefore AND created <= @now
        FROM runs WHERE seq > @after AND seq < (SELECT max(seq) FROM runs) ORDER BY seq LIMIT @limit
        """;

    // The index of occurrences ends with the last due that the ledger accounts for, which catch-up goes on from; a row of occurrences that
    // did not run is extended while it is the newest; the newest that was sent is what a job shows as its last; the newest good one is what
    // it is read by, and a conditional job never gets it again. NULL would keep all.
    private static string IsLastOfItsJob(LedgerConnection ledger) => $"""
        (job_id IS NOT NULL AND (
         {NoneFollows(ledger, "runs", "seq")}
         OR cause = 'schedule' AND {NoneFollows(ledger, "runs", "due", "AND later.cause = 'schedule'")}
         OR attempt > 0 AND {NoneFollows(ledger, "runs", "seq", "AND later.attempt > 0")}
         OR ({FeedReads.IsGood}) IS TRUE AND {IsOfJobThatLives("runs")}
            AND {NoneFollows(ledger, "runs", "seq", $"AND {FeedReads.IsGood}")}))
        """;

    // The last event says why a job is paused or gone; the other, since when it is to succeed in time.
    private static string IsLastEventOfItsJob(LedgerConnection ledger) => $"""
        (job_id IS NOT NULL AND (
         {NoneFollows(ledger, "events", "seq")}
         OR {ExpectationRows.IsBegin} AND {IsOfJobThatLives("events")}
            AND {NoneFollows(ledger, "events", "seq", $"AND {ExpectationRows.IsBegin}")}))
        """;

    private static string IsOfJobThatLives(string table) =>
        $"EXISTS (SELECT 1 FROM jobs WHERE jobs.id = {table}.job_id AND jobs.state <> 'removed')";

    private static string NoneFollows(LedgerConnection ledger, string table, string column, string among = "") => $"""
        (SELECT later.seq FROM {table} AS later WHERE {ledger.Follows(table, column)} AND later.job_id IS NOT NULL {among}
          ORDER BY later.job_id, later.{column} LIMIT 1) IS NULL
        """;

    private static AgedRow Row(LedgerRow row) => new(row.Int64(0), row.Int64(1) != 0, row.Int64(2) != 0);
}
