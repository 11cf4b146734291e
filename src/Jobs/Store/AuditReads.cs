namespace JobQueue.Jobs.Store;

/// <summary>Looks for events, newest first.</summary>
internal static class AuditReads
{
    // Only their number has an index, and their job.
    private const int MostLookedAt = 50_000;

    private const string Columns =
        "seq, at, kind, job_id, (SELECT coalesce(name, method || ' ' || uri) FROM jobs WHERE id = events.job_id), run_id, who, reason";

    /// <summary>A page of events; and before which number the next one begins, null where there is none.</summary>
    /// <param name="ledger">A connection.</param>
    /// <param name="filter">Which.</param>
    /// <param name="before">What the page before said; null for the first page.</param>
    /// <param name="limit">The most.</param>
    internal static (List<AuditEvent> Events, long? Before) List(LedgerConnection ledger, AuditFilter filter, long? before, int limit)
    {
        var end = before ?? Number(ledger, "max") + 1;
        var (recurring, oneTime) = filter.Job is { } job ? JobLookup.Find(ledger, job) : default;
        var jobId = recurring?.Id;
        // All events of a job are found at once.
        var from = jobId is null ? end - MostLookedAt : 0;
        var events = ledger.All(
            $"""
            SELECT {Columns} FROM events
            WHERE seq < @end AND seq >= @from
              AND {(jobId is null ? "(@job IS NULL OR job_id = @job OR run_id = @job)" : "job_id = @job")}
              AND (@kind IS NULL OR kind = @kind) AND (@who IS NULL OR who = @who)
              AND (@q IS NULL OR instr(lower(coalesce(reason, '')), @q) > 0)
            ORDER BY seq DESC LIMIT @limit
            """,
            Read, ("@end", end), ("@from", from), ("@job", jobId ?? oneTime?.Id ?? filter.Job), ("@kind", filter.Kind), ("@who", filter.Who),
            ("@q", filter.Text?.ToLowerInvariant()), ("@limit", limit + 1));
        if (events.Count > limit)
            return (events[..limit], events[limit - 1].Seq);
        return (events, from > Number(ledger, "min") ? from : null);
    }

    /// <summary>The newest events of a recurring job.</summary>
    internal static List<AuditEvent> OfJob(LedgerConnection ledger, string jobId, int limit) =>
        ledger.All(
            $"SELECT {Columns} FROM events WHERE job_id = @job ORDER BY seq DESC LIMIT @limit", Read, ("@job", jobId), ("@limit", limit));

    /// <summary>The newest events of a run.</summary>
    internal static List<AuditEvent> OfRun(LedgerConnection ledger, string runId, int limit) =>
        ledger.All(
            $"SELECT {Columns} FROM events WHERE run_id = @run ORDER BY seq DESC LIMIT @limit", Read, ("@run", runId), ("@limit", limit));

    private static long Number(LedgerConnection ledger, string which) => ledger.Scalar($"SELECT {which}(seq) FROM events") as long? ?? 0;

    private static AuditEvent Read(LedgerRow row) => new(
        row.Int64(0), InstantText.Parse(row.String(1)), row.String(2), row.Text(3), row.Text(4), row.Text(5), row.Text(6), row.Text(7));
}
