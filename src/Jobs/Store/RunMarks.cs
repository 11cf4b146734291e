namespace JobQueue.Jobs.Store;

/// <summary>Looks for runs without reading their requests.</summary>
internal static class RunMarks
{
    private const string Columns = "id, state, cause, due, attempt, started, sent, finished, status, error, count";

    /// <summary>The newest runs of a recurring job, newest first.</summary>
    internal static List<RunMark> OfJob(LedgerConnection ledger, string jobId, int limit) =>
        ledger.All(
            $"SELECT {Columns} FROM runs WHERE job_id = @job ORDER BY seq DESC LIMIT @limit", Read, ("@job", jobId), ("@limit", limit));

    /// <summary>The newest run of a recurring job that was sent; null for none.</summary>
    internal static RunMark? LastSent(LedgerConnection ledger, string jobId) =>
        ledger.First($"SELECT {Columns} FROM runs WHERE job_id = @job AND attempt > 0 ORDER BY seq DESC LIMIT 1", Read, ("@job", jobId));

    private static RunMark Read(LedgerRow row) => new()
    {
        Id = row.String(0),
        State = Word.Parse<RunState>(row.String(1)),
        Cause = Word.Parse<RunCause>(row.String(2)),
        Due = InstantText.Parse(row.String(3)),
        Attempt = row.Int32(4),
        Started = row.Instant(5),
        Sent = row.Instant(6),
        Finished = row.Instant(7),
        Status = row.Number(8),
        Error = row.Text(9),
        Count = row.IsNull(10) ? null : row.Int64(10),
    };
}
