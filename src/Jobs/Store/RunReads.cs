using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Store;

/// <summary>Looks for runs, one-time jobs among them.</summary>
internal static class RunReads
{
    internal static Run? Find(LedgerConnection ledger, string id) =>
        ledger.First($"SELECT {RunRows.Columns} FROM runs WHERE id = @id", RunRows.Read, ("@id", id));

    /// <summary>Whether this attempt of a run is in flight.</summary>
    internal static bool IsRunning(LedgerConnection ledger, string id, int attempt) =>
        ledger.Scalar(
            "SELECT id FROM runs WHERE id = @id AND attempt = @attempt AND state = 'running'", ("@id", id), ("@attempt", attempt)) is not null;

    /// <summary>What <c>runs_open_by_name</c> has, of runs with a name: one-time jobs that are not done.</summary>
    internal const string IsOpenOneTime = "job_id IS NULL AND (state = 'scheduled' OR state = 'pending' OR state = 'running')";

    /// <summary>The newest one-time job of a name.</summary>
    internal const string NewestOfName = $"SELECT {RunRows.Columns} FROM runs WHERE job_name = @key AND job_id IS NULL ORDER BY seq DESC LIMIT 1";

    internal static Run? OneTime(LedgerConnection ledger, string id) =>
        ledger.First($"SELECT {RunRows.Columns} FROM runs WHERE id = @id AND job_id IS NULL", RunRows.Read, ("@id", id));

    /// <summary>The newest one-time job of this name; where one is not done, that.</summary>
    internal static Run? OneTimeOfName(LedgerConnection ledger, string name) => ledger.First(NewestOfName, RunRows.Read, ("@key", name));

    /// <summary>The newest run of a recurring job that was sent.</summary>
    internal static Run? Last(LedgerConnection ledger, string jobId) =>
        ledger.First(
            $"SELECT {RunRows.Columns} FROM runs WHERE job_id = @job AND attempt > 0 ORDER BY seq DESC LIMIT 1", RunRows.Read, ("@job", jobId));

    /// <summary>The runs of an owner that are running, and were given up; and why.</summary>
    internal static List<(string Id, string Reason)> GivenUp(LedgerConnection ledger, string owner) =>
        ledger.All(
            "SELECT id, cancel FROM runs WHERE state = 'running' AND owner = @owner AND cancel IS NOT NULL",
            row => (row.String(0), row.String(1)), ("@owner", owner));

    /// <summary>The runs of an owner that are running, and whose job or queue is held back; not those of a paused job that were run by hand.</summary>
    internal static List<string> HeldBack(LedgerConnection ledger, string owner, DateTimeOffset now) =>
        ledger.All(
            """
            SELECT id FROM runs WHERE state = 'running' AND owner = @owner AND (
                EXISTS (SELECT 1 FROM queues WHERE name = queue AND (queues.paused = 1 OR queues.not_before > @now))
                OR EXISTS (SELECT 1 FROM jobs WHERE jobs.id = job_id AND (jobs.state = 'removed' OR jobs.state = 'paused' AND cause <> 'manual')))
            """,
            row => row.String(0), ("@owner", owner), ("@now", InstantText.Print(now)));

    /// <summary>What <c>runs_by_outcome</c> has.</summary>
    internal const string Outcomes = "state <> 'scheduled' AND state <> 'pending' AND state <> 'running' AND state <> 'succeeded'";

    /// <summary>Whether runs of this state are in <c>runs_by_outcome</c>.</summary>
    internal static bool IsOutcome(RunState state) => state.IsFinal() && state != RunState.Succeeded;

    /// <summary>Whether a row is what the filter wants, but for its job.</summary>
    internal const string IsWanted = """
        (@state IS NULL OR state = @state) AND (@status IS NULL OR status = @status)
          AND (@since IS NULL OR due >= @since) AND (@until IS NULL OR due < @until)
          AND (@q IS NULL OR instr(lower(coalesce(job_name, '') || ' ' || uri || ' ' || coalesce(error, '')), @q) > 0)
        """;

    /// <summary>The values in <see cref="IsWanted"/>.</summary>
    internal static (string Name, object? Value)[] Wanted(RunFilter filter) =>
    [
        ("@state", filter.State is { } state ? Word.Of(state) : null), ("@status", filter.Status), ("@since", RunRows.Text(filter.Since)),
        ("@until", RunRows.Text(filter.Until)), ("@q", filter.Text?.ToLowerInvariant()),
    ];

    /// <summary>The last response of a run; null where none came.</summary>
    internal static Response? Response(LedgerConnection ledger, string id) =>
        ledger.First(
            "SELECT status, headers, body, body_bytes FROM responses WHERE run = (SELECT seq FROM runs WHERE id = @id)",
            row => new Response
            {
                Status = row.Int32(0),
                Headers = HeaderText.Parse(row.Text(1)),
                Body = row.Bytes(2),
                BodyBytes = row.Int64(3),
            },
            ("@id", id));

    /// <summary>The word of the state that a run is in as a one-time job.</summary>
    internal const string OneTimeState = """
        CASE WHEN state IN ('scheduled', 'pending') AND paused = 1 THEN 'paused' WHEN state IN ('scheduled', 'pending') THEN 'scheduled'
             WHEN state = 'running' THEN 'running' WHEN state = 'cancelled' THEN 'removed' ELSE 'completed' END
        """;
}
