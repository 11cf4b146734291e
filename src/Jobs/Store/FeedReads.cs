namespace JobQueue.Jobs.Store;

/// <summary>Looks for what feeds tell; each by an index, whatever is in the ledger.</summary>
internal static class FeedReads
{
    // As it stands in the indexes: by that SQLite sees that these will do.
    internal const string IsFailure = "(state = 'failed' OR state = 'timed_out' OR state = 'quarantined')";

    // 304 says that there is nothing new: it is no content.
    internal const string IsGood = "state = 'succeeded' AND status > 0 AND status <> 304";

    // One-time jobs that have this id or name.
    private const string OneTime = """
        (SELECT seq FROM runs WHERE id = @job
         UNION ALL SELECT seq FROM runs WHERE job_name = @job AND job_name IS NOT NULL AND job_id IS NULL)
        """;

    // Bodies may be large, and no feed has them.
    private static readonly string Columns = RunRows.ColumnsWithoutContent;

    internal static readonly string FailuresOfAll =
        $"SELECT {Columns} FROM runs WHERE {IsFailure} ORDER BY finished DESC, seq DESC LIMIT @limit";

    internal static readonly string FailuresOfRecurring =
        $"SELECT {Columns} FROM runs WHERE job_id = @job AND {IsFailure} ORDER BY finished DESC, seq DESC LIMIT @limit";

    // A term that no index has keeps SQLite from going through the failures of all jobs.
    internal static readonly string FailuresOfOneTime =
        $"SELECT {Columns} FROM runs WHERE seq IN {OneTime} AND job_id IS NULL AND state || '' IN ('failed', 'timed_out', 'quarantined') ORDER BY seq DESC LIMIT @limit";

    internal static readonly string GoodOfRecurring =
        $"SELECT {Columns} FROM runs WHERE job_id = @job AND {IsGood} ORDER BY seq DESC LIMIT 1";

    internal static readonly string GoodOfOneTime =
        $"SELECT {Columns} FROM runs WHERE seq IN {OneTime} AND job_id IS NULL AND {IsGood} ORDER BY seq DESC LIMIT 1";

    internal static readonly string ComingOfAll = $"""
        SELECT {Columns} FROM runs
        WHERE not_before IS NOT NULL AND paused = 0 AND not_before < @until AND state = 'scheduled' AND job_id IS NULL
        ORDER BY not_before LIMIT @limit
        """;

    internal static readonly string ComingOfOneTime = $"""
        SELECT {Columns} FROM runs
        WHERE seq IN {OneTime} AND not_before || '' < @until AND paused + 0 = 0 AND state = 'scheduled' AND job_id IS NULL
        ORDER BY not_before || '' LIMIT @limit
        """;

    /// <summary>Whether there is a job of this id or name; the id where it is a recurring one.</summary>
    internal static (bool IsThere, string? RecurringId) Find(LedgerConnection ledger, string idOrName)
    {
        var (recurring, oneTime) = JobLookup.Find(ledger, idOrName);
        return (recurring is not null || oneTime is not null, recurring?.Id);
    }

    /// <summary>The newest run of a job that succeeded with a response of its own; null for none.</summary>
    internal static Run? Good(LedgerConnection ledger, string idOrName, string? recurringId) =>
        ledger.First(recurringId is null ? GoodOfOneTime : GoodOfRecurring, RunRows.Read, ("@job", recurringId ?? idOrName));

    /// <summary>Runs that failed, timed out or were quarantined, the newest first.</summary>
    internal static List<Run> Failures(LedgerConnection ledger, string? idOrName, string? recurringId, int limit) => ledger.All(
        idOrName is null ? FailuresOfAll : recurringId is null ? FailuresOfOneTime : FailuresOfRecurring,
        RunRows.Read, ("@job", recurringId ?? idOrName), ("@limit", limit));

    /// <summary>One-time jobs that are due before this, the earliest first.</summary>
    internal static List<Run> Coming(LedgerConnection ledger, string? idOrName, DateTimeOffset until, int limit) => ledger.All(
        idOrName is null ? ComingOfAll : ComingOfOneTime,
        RunRows.Read, ("@job", idOrName), ("@until", InstantText.Print(until)), ("@limit", limit));
}
