namespace JobQueue.Jobs.Store;

/// <summary>Looks for recurring jobs.</summary>
internal static class JobReads
{
    private const string WithLastDue = $"""
        SELECT {JobRows.Columns},
               (SELECT coalesce(until, due) FROM runs
                WHERE job_id = jobs.id AND job_id IS NOT NULL AND cause = 'schedule' ORDER BY due DESC LIMIT 1)
        FROM jobs
        """;

    // A line's name is its identity. No OR: the connection that writes to PostgreSQL would read the whole table for it.
    internal const string HasName = $"""
        id IN (SELECT id FROM jobs WHERE identity = @name
               UNION ALL SELECT id FROM jobs WHERE source = '{RecurringJob.ApiSource}' AND name IS NOT NULL AND name = @name)
        """;

    /// <summary>What <see cref="RecurringJob.KeepsName"/> says.</summary>
    internal const string KeepsName = $"(state <> 'removed' OR (is_listed = 1 AND source <> '{RecurringJob.ApiSource}'))";

    internal static RecurringJob? Find(LedgerConnection ledger, string id) =>
        ledger.First($"SELECT {JobRows.Columns} FROM jobs WHERE id = @id", JobRows.Read, ("@id", id));

    /// <summary>The recurring job of this name; among several the one that keeps it, then the newest.</summary>
    internal static RecurringJob? OfName(LedgerConnection ledger, string name) =>
        ledger.First(
            $"SELECT {JobRows.Columns} FROM jobs WHERE {HasName} ORDER BY CASE WHEN {KeepsName} THEN 0 ELSE 1 END, id DESC LIMIT 1",
            JobRows.Read, ("@name", name));

    /// <summary>All, each with the last due that the ledger accounts for; null for none.</summary>
    internal static List<(RecurringJob Job, DateTimeOffset? LastDue)> AllWithLastDue(LedgerConnection ledger) =>
        ledger.All(WithLastDue, row => (JobRows.Read(row), row.Instant(JobRows.Count)));

    /// <summary>One, with the last due that the ledger accounts for; null for none of this id.</summary>
    internal static (RecurringJob Job, DateTimeOffset? LastDue)? FindWithLastDue(LedgerConnection ledger, string id) =>
        ledger.All($"{WithLastDue} WHERE id = @id", row => (JobRows.Read(row), row.Instant(JobRows.Count)), ("@id", id)) is [var found] ? found : null;

    /// <summary>Up to which due, of those until an instant, the ledger accounts for a job's occurrences; null for none.</summary>
    internal static DateTimeOffset? LastDue(LedgerConnection ledger, string id, DateTimeOffset until) =>
        ledger.Scalar(
            """
            SELECT coalesce(until, due) FROM runs
            WHERE job_id = @id AND job_id IS NOT NULL AND cause = 'schedule' AND due <= @until ORDER BY due DESC LIMIT 1
            """,
            ("@id", id), ("@until", InstantText.Print(until))) is string due ? InstantText.Parse(due) : null;

    /// <summary>All that ever stood in a crontab, by identity; nobody else changes them until the transaction ends.</summary>
    internal static Dictionary<string, RecurringJob> OfCrontabs(LedgerConnection ledger) =>
        ledger.All($"SELECT {JobRows.Columns} FROM jobs WHERE source <> '{RecurringJob.ApiSource}' ORDER BY id{ledger.ForUpdate}", JobRows.Read)
            .ToDictionary(job => job.Identity, StringComparer.Ordinal);

    /// <summary>A job with the state and the anchor that it has now.</summary>
    internal static RecurringJob Present(LedgerConnection ledger, RecurringJob job) => ledger.First(
        "SELECT state, anchor FROM jobs WHERE id = @id",
        row => job with { State = Word.Parse<JobState>(row.String(0)), Anchor = row.Instant(1)!.Value },
        ("@id", job.Id)) ?? job;

    /// <summary>Names of the jobs that came through the API and are not done: no line of a crontab may have them.</summary>
    internal static HashSet<string> NamesOfTheApi(LedgerConnection ledger) =>
    [
        .. ledger.All(
            $"""
            SELECT name FROM jobs WHERE source = '{RecurringJob.ApiSource}' AND state <> 'removed' AND name IS NOT NULL
            UNION SELECT job_name FROM runs WHERE job_name IS NOT NULL AND {RunReads.IsOpenOneTime}
            """,
            row => row.String(0)),
    ];

    /// <summary>Ids of the jobs that are paused.</summary>
    internal static HashSet<string> Paused(LedgerConnection ledger) =>
        [.. ledger.All("SELECT id FROM jobs WHERE state = 'paused'", row => row.String(0))];

    /// <summary>A page of jobs in order of their ids.</summary>
    /// <param name="ledger">A connection.</param>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last id of the page before; null for the first page.</param>
    /// <param name="limit">The most.</param>
    internal static List<RecurringJob> List(LedgerConnection ledger, JobFilter filter, string? after, int limit) =>
        ledger.All(
            $"""
            SELECT {JobRows.Columns} FROM jobs
            WHERE id > @after AND (@state IS NULL OR state = @state) AND (@queue IS NULL OR queue = @queue)
              AND (@q IS NULL OR instr(lower(coalesce(name, '') || ' ' || uri || ' ' || coalesce(text, '')), @q) > 0)
            ORDER BY id LIMIT @limit
            """,
            JobRows.Read, ("@after", after ?? ""), ("@state", filter.State), ("@queue", filter.Queue), ("@q", filter.Text?.ToLowerInvariant()),
            ("@limit", limit));
}
