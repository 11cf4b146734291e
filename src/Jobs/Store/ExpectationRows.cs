using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Store;

/// <summary>What is known of jobs that are to succeed within a time.</summary>
internal static class ExpectationRows
{
    /// <summary>Of an event of a job: the newest of these says since when the job is to succeed in time.</summary>
    internal const string IsBegin = "kind IN ('added', 'resumed')";

    // The last success is looked for among the runs, too: while nothing was expected nothing was noted.
    private const string Active = $"""
        SELECT id, policy, name, created,
               (SELECT succeeded FROM expectations WHERE job = jobs.id),
               (SELECT overdue FROM expectations WHERE job = jobs.id),
               (SELECT runs.finished FROM runs WHERE runs.job_id = jobs.id AND runs.job_id IS NOT NULL AND runs.state = 'succeeded'
                ORDER BY runs.seq DESC LIMIT 1),
               (SELECT events.at FROM events WHERE events.job_id = jobs.id AND events.job_id IS NOT NULL
                AND {IsBegin} ORDER BY events.seq DESC LIMIT 1)
        FROM jobs WHERE state = 'active'
        """;

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

    /// <summary>All jobs that are to be watched now.</summary>
    internal static List<WatchedJob> Watched(LedgerConnection ledger) =>
        [.. ledger.All($"{Active} AND policy LIKE '%\"expectEvery\"%'", Read).OfType<WatchedJob>()];

    /// <summary>When the job is overdue; null where it is not to be watched now.</summary>
    internal static Expectation? Find(LedgerConnection ledger, string jobId) =>
        ledger.All($"{Active} AND id = @job", Read, ("@job", jobId)) is [{ Expectation: var expectation }] ? expectation : null;

    /// <summary>
    /// Tells that a job is overdue, if it still is; the instant at which it will be otherwise. Null: not before it succeeds, or changes.
    /// </summary>
    internal static DateTimeOffset? Tell(LedgerConnection ledger, string jobId, DateTimeOffset now)
    {
        // A run that succeeds just now holds the job.
        JobWrites.Lock(ledger, jobId);
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

    private static WatchedJob? Read(LedgerRow row)
    {
        if (PolicyJson.Parse(row.Text(1), row.Text(2)) is not { ExpectEvery: { } every } policy)
            return null;
        var (created, noted, told) = (InstantText.Parse(row.String(3)), row.Instant(4), row.Instant(5));
        var (ran, lived) = (row.Instant(6), row.Instant(7));
        var since = lived > created ? lived.Value : created;
        return new WatchedJob(row.String(0), policy.Name, new Expectation(every, since, noted > ran || ran is null ? noted : ran, told));
    }
}
