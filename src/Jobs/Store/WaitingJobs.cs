namespace JobQueue.Jobs.Store;

/// <summary>Looks for one-time jobs in the order in which they are due.</summary>
internal static class WaitingJobs
{
    /// <summary>Those that wait and are not paused, the earliest first.</summary>
    /// <param name="ledger">A connection.</param>
    /// <param name="filter">Which.</param>
    /// <param name="skip">How many stand on the pages before.</param>
    /// <param name="limit">The most.</param>
    internal static List<Run> List(LedgerConnection ledger, JobFilter filter, int skip, int limit) =>
        ledger.All(
            $"""
            SELECT {RunRows.Columns} FROM runs
            WHERE not_before IS NOT NULL AND paused = 0 AND job_id IS NULL
              AND (@queue IS NULL OR queue = @queue) AND (@state IS NULL OR {RunReads.OneTimeState} = @state)
              AND (@q IS NULL OR instr(lower(coalesce(job_name, '') || ' ' || uri), @q) > 0)
            ORDER BY not_before LIMIT @limit OFFSET @skip
            """,
            RunRows.Read, ("@queue", filter.Queue), ("@state", filter.State), ("@q", filter.Text?.ToLowerInvariant()), ("@limit", limit),
            ("@skip", skip));
}
