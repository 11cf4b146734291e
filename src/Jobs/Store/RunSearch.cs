namespace JobQueue.Jobs.Store;

/// <summary>
/// Looks through the run history with bounded work, however many runs there are: what it did not get to, it says. The newest come first, in
/// the order of entry; between two instants by due.
/// </summary>
internal static class RunSearch
{
    /// <summary>How many runs a page looks at.</summary>
    internal const int MostLookedAt = 20_000;

    // More than that are so many that those asked for are among the newest.
    private const int FewWaiting = 10_000;

    // Each part is served by an index of its own.
    private const string Waiting = $"""
        SELECT seq FROM runs WHERE not_before IS NOT NULL AND paused = 0
        UNION ALL SELECT seq FROM runs WHERE {QueueRows.WaitsForSlot}
        UNION ALL SELECT seq FROM runs WHERE state IN ('pending', 'running') AND job_id IS NOT NULL AND state = 'pending' AND behind = 1
        UNION ALL SELECT seq FROM runs WHERE paused = 1
        """;

    private const string OfOneTimeJob = """
        seq IN (SELECT seq FROM runs WHERE id = @job AND job_id IS NULL
                UNION ALL SELECT seq FROM runs WHERE job_name = @job AND job_id IS NULL)
        """;

    /// <summary>A page of runs.</summary>
    /// <param name="ledger">A connection.</param>
    /// <param name="filter">Which.</param>
    /// <param name="before">Where the page before ended; null for the first.</param>
    /// <param name="limit">The most that are found.</param>
    /// <param name="mostLookedAt">The most that are looked at.</param>
    /// <param name="columns"><see cref="RunRows.Columns"/>, or fewer.</param>
    internal static RunsFound Find(
        LedgerConnection ledger, RunFilter filter, RunCursor? before, int limit, int mostLookedAt, string columns)
    {
        var job = filter.Job is null ? null : JobLookup.Find(ledger, filter.Job).Recurring?.Id;
        var (within, isByDue) = Within(ledger, filter, job);
        var from = isByDue ? "(due < @upTo OR seq < @before)" : "seq < @before";
        var found = new List<long>(limit);
        var (lookedAt, last, isMore) = (0, 0L, false);
        ledger.Walk(
            $"""
            SELECT seq, CASE WHEN {RunReads.IsWanted} THEN 1 ELSE 0 END FROM runs WHERE {from} AND {within}
            ORDER BY {(isByDue ? "due DESC, seq DESC" : "seq DESC")} LIMIT @most
            """,
            row =>
            {
                isMore = row.Int64(1) != 0 && found.Count == limit;
                if (isMore)
                    return false;
                (lookedAt, last) = (lookedAt + 1, row.Int64(0));
                if (row.Int64(1) != 0)
                    found.Add(last);
                return true;
            },
            [
                .. RunReads.Wanted(filter), ("@job", job ?? filter.Job), ("@before", before?.Seq ?? long.MaxValue),
                ("@upTo", InstantText.Print(UpTo(filter, before))), ("@most", mostLookedAt),
            ]);
        var isCutShort = !isMore && lookedAt == mostLookedAt;
        var runs = found.Select(seq => Find(ledger, seq, columns)).ToList();
        var end = isMore ? runs[^1] : isCutShort ? Find(ledger, last, RunRows.ColumnsWithoutContent) : null;
        return new RunsFound(runs, end is null ? null : new RunCursor(end.Seq, isByDue ? end.Due : null), isCutShort ? end!.Due : null);
    }

    // The narrowest that an index gives; what else is wanted is looked at row by row.
    private static (string Within, bool IsByDue) Within(LedgerConnection ledger, RunFilter filter, string? job) => filter switch
    {
        { Job: not null } when job is not null => ("job_id = @job", false),
        { Job: not null } => (OfOneTimeJob, false),
        { State: RunState.Running } => ("state = 'running'", false),
        { State: RunState.Scheduled or RunState.Pending } when AreFew(ledger) => ($"seq IN ({Waiting})", false),
        { State: { } state } when RunReads.IsOutcome(state) => ($"state = @state AND {RunReads.Outcomes}", false),
        { Since: not null } or { Until: not null } => ("due >= coalesce(@since, '') AND due <= @upTo", true),
        _ => ("true", false),
    };

    // Of the runs with this due, those that were entered before the last that was looked at are left.
    private static DateTimeOffset UpTo(RunFilter filter, RunCursor? before) =>
        before?.Due ?? (filter.Until is { Ticks: > 0 } until ? until.AddTicks(-1) : DateTimeOffset.MaxValue);

    private static bool AreFew(LedgerConnection ledger) =>
        (long)ledger.Scalar($"SELECT count(*) FROM (SELECT 1 FROM ({Waiting}) AS waiting LIMIT @most) AS few", ("@most", FewWaiting + 1))! <= FewWaiting;

    private static Run Find(LedgerConnection ledger, long seq, string columns) =>
        ledger.First($"SELECT {columns} FROM runs WHERE seq = @seq", RunRows.Read, ("@seq", seq))!;
}
