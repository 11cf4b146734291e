namespace JobQueue.Jobs.Store;

/// <summary>Looks for recurring jobs that are to be listed in another order than that of their ids.</summary>
internal static class JobKeys
{
    private const string LastOutcome =
        "(SELECT state FROM runs WHERE job_id = jobs.id AND job_id IS NOT NULL AND attempt > 0 ORDER BY seq DESC LIMIT 1)";

    /// <summary>The keys of all jobs that the filter lets through; without a state in it, of those that are not removed.</summary>
    /// <param name="ledger">A connection.</param>
    /// <param name="filter">Which.</param>
    /// <param name="source">A crontab's path, or <see cref="RecurringJob.ApiSource"/>; null for any.</param>
    /// <param name="withOutcome">Whether their last outcomes are asked for.</param>
    internal static List<JobKey> List(LedgerConnection ledger, JobFilter filter, string? source, bool withOutcome) =>
        ledger.All(
            $"""
            SELECT id, coalesce(name, method || ' ' || uri), {(withOutcome ? LastOutcome : "NULL")} FROM jobs
            WHERE (state = @state OR (@state IS NULL AND state <> 'removed')) AND (@queue IS NULL OR queue = @queue)
              AND (@source IS NULL OR source = @source)
              AND (@q IS NULL OR instr(lower(coalesce(name, '') || ' ' || uri || ' ' || coalesce(text, '')), @q) > 0)
            """,
            row => new JobKey(row.String(0), row.String(1), row.Text(2) is { } outcome ? Word.Parse<RunState>(outcome) : null),
            ("@state", filter.State), ("@queue", filter.Queue), ("@source", source), ("@q", filter.Text?.ToLowerInvariant()));

    /// <summary>Where recurring jobs come from: paths of crontabs, <see cref="RecurringJob.ApiSource"/>.</summary>
    internal static List<string> Sources(LedgerConnection ledger) =>
        ledger.All("SELECT DISTINCT source FROM jobs ORDER BY source", row => row.String(0));
}
