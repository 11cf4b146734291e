namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>events</c>: who did what, when and why.</summary>
internal static class EventRows
{
    internal static void Add(
        LedgerConnection ledger, DateTimeOffset at, string kind, string? jobId = null, string? runId = null, string? who = null, string? reason = null) =>
        ledger.ExecuteLater(
            "INSERT INTO events (at, kind, job_id, run_id, who, reason) VALUES (@at, @kind, @job, @run, @who, @reason)",
            ("@at", InstantText.Print(at)), ("@kind", kind), ("@job", jobId), ("@run", runId), ("@who", who), ("@reason", reason));

    internal static JobEvent Read(LedgerRow row) =>
        new(InstantText.Parse(row.String(0)), row.String(1), row.Text(2), row.Text(3), row.Text(4));

    /// <summary>The newest events of a job, newest first.</summary>
    internal static List<JobEvent> OfJob(LedgerConnection ledger, string jobId, int limit) =>
        ledger.All(
            "SELECT at, kind, run_id, who, reason FROM events WHERE job_id = @job ORDER BY seq DESC LIMIT @limit",
            Read, ("@job", jobId), ("@limit", limit));

    /// <summary>The newest events of a run, newest first.</summary>
    internal static List<JobEvent> OfRun(LedgerConnection ledger, string runId, int limit) =>
        ledger.All(
            "SELECT at, kind, run_id, who, reason FROM events WHERE run_id = @run ORDER BY seq DESC LIMIT @limit",
            Read, ("@run", runId), ("@limit", limit));
}
