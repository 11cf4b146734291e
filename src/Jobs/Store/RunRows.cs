using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>runs</c> as values.</summary>
internal static class RunRows
{
    /// <summary>The columns in the order of <see cref="Read"/>.</summary>
    internal const string Columns = """
        seq, id, job_id, job_name, cause, due, state, paused, not_before, attempt, created, started, sent, finished, status, disposition,
        error, until, count, "user", method, uri, headers, body, policy, requested_by, replay_of, failures, crashes,
        progress, progress_message, progress_at, identity, depth, links, confined, scheduled_by
        """;

    internal const int Count = 37;

    /// <summary>The same, without the body, which may be large.</summary>
    internal static readonly string ColumnsWithoutBody = Columns.Replace("headers, body", "headers, NULL", StringComparison.Ordinal);

    /// <summary>The same, without header fields and body.</summary>
    internal static readonly string ColumnsWithoutContent = Columns.Replace("headers, body", "NULL, NULL", StringComparison.Ordinal);

    internal static Run Read(LedgerRow row) => new()
    {
        Seq = row.Int64(0),
        Id = row.String(1),
        JobId = row.Text(2),
        JobName = row.Text(3),
        Cause = Word.Parse<RunCause>(row.String(4)),
        Due = InstantText.Parse(row.String(5)),
        State = Word.Parse<RunState>(row.String(6)),
        IsPaused = row.Int64(7) != 0,
        NotBefore = row.Instant(8),
        Attempt = row.Int32(9),
        Created = InstantText.Parse(row.String(10)),
        Started = row.Instant(11),
        Sent = row.Instant(12),
        Finished = row.Instant(13),
        Status = row.Number(14),
        Disposition = row.Text(15) is { } disposition ? Word.Parse<Disposition>(disposition) : null,
        Error = row.Text(16),
        Until = row.Instant(17),
        Count = row.IsNull(18) ? null : row.Int64(18),
        Request = row.Request(19),
        Policy = PolicyJson.Parse(row.Text(24), row.Text(3)),
        RequestedBy = row.Text(25),
        ReplayOf = row.Text(26),
        Failures = row.Int32(27),
        Crashes = row.Int32(28),
        Progress = row.Number(29) is { } percent ? new RunProgress(percent, row.Text(30), InstantText.Parse(row.String(31))) : null,
        Identity = row.Text(32),
        Depth = row.Int32(33),
        Links = row.Int32(34),
        IsConfined = row.Int64(35) != 0,
        ScheduledBy = row.Text(36),
    };

    /// <summary>Enters a run; <see cref="Run.Seq"/> is the ledger's to give.</summary>
    internal static void Insert(LedgerConnection ledger, Run run, string? owner)
    {
        if (run is { State: RunState.Pending, IsBehind: false })
            ledger.Notify(Notice.Wake, run.Policy.Queue);
        if (ledger.Group is { } group)
        {
            group.Insert(run, owner);
            return;
        }

        ledger.Execute(
            """
            INSERT INTO runs (id, job_id, job_name, cause, due, state, not_before, queue, priority, attempt, owner, created, started, sent,
                              finished, error, until, count, "user", method, uri, headers, body, policy, requested_by, replay_of, behind,
                              identity, depth, links, confined, scheduled_by)
            VALUES (@id, @job, @name, @cause, @due, @state, @notBefore, @queue, @priority, @attempt, @owner, @created, @started, @sent,
                    @finished, @error, @until, @count, @user, @method, @uri, @headers, @body, @policy, @requestedBy, @replayOf, @behind,
                    @identity, @depth, @links, @confined, @scheduledBy)
            """,
            ("@id", run.Id), ("@job", run.JobId), ("@name", run.JobName), ("@cause", Word.Of(run.Cause)), ("@due", InstantText.Print(run.Due)),
            ("@state", Word.Of(run.State)), ("@notBefore", Text(run.NotBefore)), ("@queue", run.Policy.Queue), ("@priority", run.Policy.Priority),
            ("@attempt", run.Attempt), ("@owner", owner), ("@created", InstantText.Print(run.Created)), ("@started", Text(run.Started)),
            ("@sent", Text(run.Sent)), ("@finished", Text(run.Finished)), ("@error", run.Error), ("@until", Text(run.Until)), ("@count", run.Count),
            ("@user", run.Request.User), ("@method", run.Request.Method), ("@uri", run.Request.Uri),
            ("@headers", HeaderText.Print(run.Request.Headers)), ("@body", Bytes(run.Request.Body)), ("@policy", PolicyJson.Print(run.Policy)),
            ("@requestedBy", run.RequestedBy), ("@replayOf", run.ReplayOf), ("@behind", run.IsBehind ? 1 : 0),
            ("@identity", run.Identity), ("@depth", run.Depth), ("@links", run.Links), ("@confined", run.IsConfined ? 1 : 0),
            ("@scheduledBy", run.ScheduledBy));
    }

    internal static string? Text(DateTimeOffset? instant) => instant is { } known ? InstantText.Print(known) : null;

    /// <summary>A body as a column's value; null for none.</summary>
    internal static byte[]? Bytes(ReadOnlyMemory<byte> body) => body.IsEmpty ? null : body.ToArray();
}
