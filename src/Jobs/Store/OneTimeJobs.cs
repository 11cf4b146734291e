namespace JobQueue.Jobs.Store;

/// <summary>Looks for one-time jobs, for people to look at.</summary>
internal static class OneTimeJobs
{
    // Runs of recurring jobs stand between them.
    private const int MostLookedAt = 50_000;

    private const string Filter = $"""
        job_id IS NULL AND (@queue IS NULL OR queue = @queue) AND (@state IS NULL OR {RunReads.OneTimeState} = @state)
          AND (@q IS NULL OR instr(lower(coalesce(job_name, '') || ' ' || uri), @q) > 0)
        """;

    /// <summary>A page of them, the newest first; and before which number the next one begins, null where there is none.</summary>
    /// <param name="ledger">A connection.</param>
    /// <param name="filter">Which.</param>
    /// <param name="before">What the page before said; null for the first page.</param>
    /// <param name="limit">The most. It may be fewer, and yet there is a next page: one look goes through so many runs at most.</param>
    internal static (List<Run> Runs, long? Before) Newest(LedgerConnection ledger, JobFilter filter, long? before, int limit)
    {
        var newest = (ledger.Scalar("SELECT max(seq) FROM runs") as long? ?? 0) + 1;
        var end = Math.Min(before ?? newest, newest);
        var from = end - MostLookedAt;
        // One more than the page takes says that there is a page after it.
        var runs = ledger.All(
            $"SELECT {RunRows.Columns} FROM runs WHERE seq < @end AND seq >= @from AND {Filter} ORDER BY seq DESC LIMIT @limit",
            RunRows.Read, ("@end", end), ("@from", from), ("@queue", filter.Queue), ("@state", filter.State),
            ("@q", filter.Text?.ToLowerInvariant()), ("@limit", limit + 1));
        if (runs.Count > limit)
            return (runs[..limit], limit == 0 ? end : runs[limit - 1].Seq);
        return (runs, from > (ledger.Scalar("SELECT min(seq) FROM runs") as long? ?? 0) ? from : null);
    }

    /// <summary>Those that wait and are not paused, the earliest first.</summary>
    /// <param name="ledger">A connection.</param>
    /// <param name="filter">Which.</param>
    /// <param name="skip">How many stand on the pages before.</param>
    /// <param name="limit">The most.</param>
    internal static List<Run> Waiting(LedgerConnection ledger, JobFilter filter, int skip, int limit) =>
        ledger.All(
            $"""
            SELECT {RunRows.Columns} FROM runs WHERE not_before IS NOT NULL AND paused = 0 AND {Filter}
            ORDER BY not_before LIMIT @limit OFFSET @skip
            """,
            RunRows.Read, ("@queue", filter.Queue), ("@state", filter.State), ("@q", filter.Text?.ToLowerInvariant()), ("@limit", limit),
            ("@skip", skip));
}
