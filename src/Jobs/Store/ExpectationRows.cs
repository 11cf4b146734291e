using JobQueue.Jobs.Mailing;

namespace JobQueue.Jobs.Store;

/// <summary>What is known of jobs that are to succeed within a time.</summary>
internal static class ExpectationRows
{
    /// <summary>A run of the job succeeded: it is not overdue. Whether it was told to be.</summary>
    internal static bool NoteSuccess(LedgerConnection ledger, string jobId, DateTimeOffset at)
    {
        var wasOverdue = ledger.Scalar("SELECT overdue FROM expectations WHERE job = @job", ("@job", jobId)) is not null;
        ledger.Execute(
            """
            INSERT INTO expectations (job, succeeded) VALUES (@job, @at)
            ON CONFLICT (job) DO UPDATE SET succeeded = @at, overdue = NULL
            """,
            ("@job", jobId), ("@at", InstantText.Print(at)));
        return wasOverdue;
    }

    /// <summary>When the job is overdue; null where it is not to be watched now.</summary>
    internal static Expectation? Find(LedgerConnection ledger, string jobId)
    {
        if (JobReads.Find(ledger, jobId) is not { State: JobState.Active, Policy.ExpectEvery: { } every } job)
            return null;
        var (noted, told) = Row(ledger, jobId);
        // While nothing was expected nothing was noted.
        var ran = Instant(ledger, "SELECT finished FROM runs WHERE job_id = @job AND job_id IS NOT NULL AND state = 'succeeded' ORDER BY seq DESC LIMIT 1", jobId);
        var lived = Instant(ledger, "SELECT at FROM events WHERE job_id = @job AND kind IN ('added', 'resumed') ORDER BY seq DESC LIMIT 1", jobId);
        return new Expectation(every, lived > job.Created ? lived.Value : job.Created, noted > ran || ran is null ? noted : ran, told);
    }

    /// <summary>
    /// Tells that a job is overdue, if it still is; the instant at which it will be otherwise. Null: not before it succeeds, or changes.
    /// </summary>
    internal static DateTimeOffset? Tell(LedgerConnection ledger, string jobId, DateTimeOffset now)
    {
        if (Find(ledger, jobId) is not { IsTold: false } expectation)
            return null;
        if (expectation.Deadline > now)
            return expectation.Deadline;
        ledger.Execute(
            "INSERT INTO expectations (job, overdue) VALUES (@job, @now) ON CONFLICT (job) DO UPDATE SET overdue = @now",
            ("@job", jobId), ("@now", InstantText.Print(now)));
        Notices.OfOverdue(ledger, JobReads.Find(ledger, jobId)!, expectation, now);
        return null;
    }

    private static (DateTimeOffset? Succeeded, DateTimeOffset? Overdue) Row(LedgerConnection ledger, string jobId) =>
        ledger.All("SELECT succeeded, overdue FROM expectations WHERE job = @job", row => (row.Instant(0), row.Instant(1)), ("@job", jobId))
            .FirstOrDefault();

    private static DateTimeOffset? Instant(LedgerConnection ledger, string sql, string jobId) =>
        ledger.Scalar(sql, ("@job", jobId)) is string text ? InstantText.Parse(text) : null;
}
