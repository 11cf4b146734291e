using JobQueue.Jobs.Metrics;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Store;

/// <summary>What comes of an attempt: the end of its run, or the wait for the next one, and all that follows from it.</summary>
internal static class RunEnds
{
    internal const string WasRemoved = "the job was removed";

    /// <summary>Writes what an attempt came to, under the fence (run, attempt, owner).</summary>
    /// <returns>Whether the fence held; and the queue of a run that waited for this one to be over, null for none.</returns>
    internal static (bool IsOurs, string? Follower) Finish(LedgerConnection ledger, Run run, string owner, RunFinish finish)
    {
        if (run.JobId is not null)
            JobWrites.Lock(ledger, run.JobId);
        var attempt = finish;
        if (finish.State == RunState.Pending && WhyNotAgain(ledger, run) is { } reason)
            finish = finish with { State = RunState.Cancelled, NotBefore = null, Status = null, Disposition = null, Error = reason };
        var isFinal = finish.State != RunState.Pending;
        var next = finish is { Next.To: not null, Disposition: Disposition.Keep } && WhyNotAgain(ledger, run) is null ? finish.Next.To : null;
        // The state in disguise: by its index PostgreSQL would look for the run among all that its node runs.
        var changed = ledger.Execute(
            """
            UPDATE runs SET state = @state, finished = @finished, status = @status, disposition = @disposition, error = @error,
                            not_before = @notBefore, owner = NULL, cancel = NULL, failures = failures + CASE WHEN @disposition = 'retry' THEN 1 ELSE 0 END,
                            paused = CASE WHEN @state = 'pending' AND EXISTS (SELECT 1 FROM jobs WHERE jobs.id = job_id AND jobs.state = 'paused')
                                          THEN 1 ELSE 0 END
            WHERE id = @id AND state || '' = 'running' AND attempt = @attempt AND owner = @owner
            """,
            ("@state", Word.Of(finish.State)), ("@finished", isFinal ? InstantText.Print(finish.At) : null), ("@status", finish.Status),
            ("@disposition", finish.Disposition is { } d ? Word.Of(d) : null), ("@error", finish.Error),
            ("@notBefore", RunRows.Text(finish.NotBefore)), ("@id", run.Id), ("@attempt", run.Attempt), ("@owner", owner));
        if (changed == 0)
            return (false, null);
        if (isFinal)
            ledger.Tally.Note(EndingOf(run, finish));
        ProgressRows.NoteLast(ledger, run, finish.Progress);
        if (run.Attempt > 1 || attempt.State == RunState.Pending)
            AddAttempt(ledger, run, attempt);
        // A first response with neither headers nor body is all in the run's status.
        if (finish.Response is { } response && (run.Attempt > 1 || response.Headers.Count > 0 || response.BodyBytes > 0))
            PutResponse(ledger, run.Id, response);
        if (finish.HoldQueueUntil is { } until && QueueRows.Hold(ledger, run.Policy.Queue, until, finish.At))
            EventRows.Add(ledger, finish.At, "queue held", runId: run.Id, reason: WhyHeld(run, attempt, until));
        if (run is { JobId: not null, Policy.IsConditional: true, Links: 0 } && finish is { State: RunState.Succeeded, Response: { } good })
            ValidatorRows.Note(ledger, run, good);
        if (run.JobId is not null && finish.Disposition is Disposition.Remove or Disposition.Pause)
            JobWrites.Dispose(ledger, run, finish);
        if (isFinal && Notices.AreAskedFor(run.Policy))
            Notices.OfEnd(
                ledger,
                run with { State = finish.State, Status = finish.Status, Error = finish.Error, Finished = finish.At, Disposition = finish.Disposition });
        if (finish.Next?.Refusal is { } refusal)
            EventRows.Add(ledger, finish.At, "link", run.JobId, run.Id, who: null, refusal);
        if (next is not null)
            return (true, Continue(ledger, run, finish.At, next));
        return (true, isFinal && run.JobId is not null ? Turns.Next(ledger, run.JobId) : null);
    }

    /// <summary>The same, known when the group is written.</summary>
    internal static Func<(bool IsOurs, string? Follower)> FinishInGroup(LedgerConnection ledger, Run run, string owner, RunFinish finish)
    {
        if (ledger.Group is { } group && ConcernsItselfOnly(run, finish))
        {
            var isOurs = group.Finish(run, owner, finish, EndingOf(run, finish));
            return () => (isOurs(), null);
        }

        var finished = Finish(ledger, run, owner, finish);
        return () => finished;
    }

    // Nothing but its row and its response is to be written or looked at.
    private static bool ConcernsItselfOnly(Run run, RunFinish finish) =>
        run is { JobId: null, Attempt: 1 } && finish is { Progress: null, HoldQueueUntil: null, Next: null } && finish.State != RunState.Pending
        && !Notices.AreAskedFor(run.Policy);

    private static Ending EndingOf(Run run, RunFinish finish) => new(finish.At, finish.State, run.Policy.Queue)
    {
        Late = run.Started - run.Due,
        Duration = finish.At - run.Started,
        LastAttempt = finish.At - run.Sent,
    };

    // Before this run's end is committed: its job is busy without a gap, and who waits behind it waits on.
    private static string? Continue(LedgerConnection ledger, Run run, DateTimeOffset now, string uri)
    {
        var next = new Run
        {
            Id = RunId.New(now),
            JobId = run.JobId,
            JobName = run.JobName,
            Cause = RunCause.Link,
            Due = now,
            State = RunState.Pending,
            Created = now,
            Request = run.Request with { Uri = uri },
            Policy = run.Policy,
            RequestedBy = run.RequestedBy,
            ReplayOf = run.Id,
            Identity = run.Identity,
            Depth = run.Depth,
            Links = run.Links + 1,
            IsConfined = run.IsConfined,
            ScheduledBy = run.ScheduledBy,
        };
        RunRows.Insert(ledger, next, owner: null);
        var isHeld = ledger.Execute(
            "UPDATE runs SET paused = 1 WHERE id = @id AND EXISTS (SELECT 1 FROM jobs WHERE jobs.id = job_id AND jobs.state = 'paused')",
            ("@id", next.Id)) > 0;
        return isHeld ? null : next.Policy.Queue;
    }

    private static string? WhyNotAgain(LedgerConnection ledger, Run run) =>
        run.JobId is { } jobId && JobWrites.State(ledger, jobId) is JobState.Removed ? WasRemoved
        : ledger.Scalar($"SELECT cancel FROM runs WHERE id = @id{ledger.ForUpdate}", ("@id", run.Id)) as string;

    // The event of a queue begins with its name.
    private static string WhyHeld(Run run, RunFinish attempt, DateTimeOffset until) => FormattableString.Invariant(
        $"{run.Policy.Queue}: {attempt.Status} asks to wait until {until.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");

    private static void AddAttempt(LedgerConnection ledger, Run run, RunFinish finish) =>
        ledger.ExecuteLater(
            """
            INSERT INTO attempts (run, attempt, sent, finished, status, error)
            SELECT seq, @attempt, @sent, @finished, @status, @error FROM runs WHERE id = @id
            ON CONFLICT (run, attempt) DO UPDATE SET
                sent = excluded.sent, finished = excluded.finished, status = excluded.status, error = excluded.error
            """,
            ("@attempt", run.Attempt), ("@sent", RunRows.Text(run.Sent)), ("@finished", InstantText.Print(finish.At)), ("@status", finish.Status),
            ("@error", finish.Error), ("@id", run.Id));

    private static void PutResponse(LedgerConnection ledger, string id, Response response) =>
        ledger.ExecuteLater(
            """
            INSERT INTO responses (run, status, headers, body, body_bytes)
            SELECT seq, @status, @headers, @body, @bytes FROM runs WHERE id = @id
            ON CONFLICT (run) DO UPDATE SET
                status = excluded.status, headers = excluded.headers, body = excluded.body, body_bytes = excluded.body_bytes
            """,
            ("@status", response.Status), ("@headers", HeaderText.Print(response.Headers)), ("@body", RunRows.Bytes(response.Body)),
            ("@bytes", response.BodyBytes), ("@id", id));
}
