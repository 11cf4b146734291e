using JobQueue.Jobs.Metrics;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>A run whose end is about to be written.</summary>
/// <param name="Run">The run as it was sent.</param>
/// <param name="Owner">Its fence, with its id and attempt.</param>
/// <param name="Finish">What it came to.</param>
/// <param name="Ending">The same, as it is counted.</param>
internal sealed record EndingRun(Run Run, string Owner, RunFinish Finish, Ending Ending)
{
    /// <summary>Whether the fence held; known when it is written.</summary>
    public bool IsOurs { get; set; }

    /// <summary>
    /// The same as <see cref="RunEnds.Finish"/> of such a run; gives the ids of those whose fence held. The state is looked at in
    /// disguise: by its index each row would be looked for among all that run.
    /// </summary>
    internal static RowsStatement<EndingRun> Statement() => new(
        (_, rows) =>
            $"""
            WITH done AS (
                UPDATE runs SET state = new.state, finished = new.finished, status = new.status, disposition = new.disposition, error = new.error,
                                not_before = NULL, owner = NULL, cancel = NULL, paused = 0,
                                failures = failures + CASE WHEN new.disposition = 'retry' THEN 1 ELSE 0 END
                FROM {rows}
                WHERE runs.id = new.id AND runs.state || '' = 'running' AND runs.attempt = new.attempt AND runs.owner = new.owner
                RETURNING runs.seq, runs.id, new.answer, new.headers, new.body, new.body_bytes),
            answered AS (
                INSERT INTO responses (run, status, headers, body, body_bytes)
                SELECT seq, answer, headers, body, body_bytes FROM done WHERE answer IS NOT NULL
                ON CONFLICT (run) DO UPDATE SET
                    status = excluded.status, headers = excluded.headers, body = excluded.body, body_bytes = excluded.body_bytes)
            SELECT id FROM done
            """,
        Text("id", end => end.Run.Id),
        Number("attempt", end => end.Run.Attempt),
        Text("owner", end => end.Owner),
        Text("state", end => Word.Of(end.Finish.State)),
        Text("finished", end => InstantText.Print(end.Finish.At)),
        Number("status", end => end.Finish.Status),
        Text("disposition", end => end.Finish.Disposition is { } disposition ? Word.Of(disposition) : null),
        Text("error", end => end.Finish.Error),
        Number("answer", end => end.IsAnswered ? end.Finish.Response!.Status : null),
        Text("headers", end => end.IsAnswered ? HeaderText.Print(end.Finish.Response!.Headers) : null),
        ColumnArray<EndingRun>.Bytes("body", end => end.IsAnswered ? RunRows.Bytes(end.Finish.Response!.Body) : null),
        Number("body_bytes", end => end.IsAnswered ? end.Finish.Response!.BodyBytes : null));

    // A response with neither headers nor body is all in the run's status.
    private bool IsAnswered => Finish.Response is { } response && (response.Headers.Count > 0 || response.BodyBytes > 0);

    private static ColumnArray<EndingRun> Text(string name, Func<EndingRun, string?> value) => ColumnArray<EndingRun>.Text(name, value);

    private static ColumnArray<EndingRun> Number(string name, Func<EndingRun, long?> value) => ColumnArray<EndingRun>.Number(name, value);
}
