using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Metrics;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Store;

/// <summary>The changes of state of a run. Each is a compare-and-set inside the writer's transaction.</summary>
internal static class RunWrites
{
    private const string NoteRemoved = "the job was removed";

    /// <summary>Enters a one-time, manual or replayed run; false when another job that is not done has its name.</summary>
    internal static bool Add(LedgerConnection ledger, Run run, string? owner)
    {
        if (run.IsOneTime && run.JobName is { } name && NameIsTaken(ledger, name))
            return false;
        RunRows.Insert(ledger, run, owner);
        return true;
    }

    internal static bool NameIsTaken(LedgerConnection ledger, string name)
    {
        ledger.Lock($"name {name}");
        return ledger.Scalar(
            $"""
            SELECT 1 WHERE EXISTS (SELECT 1 FROM jobs WHERE {JobReads.OfName} AND state <> 'removed')
                        OR EXISTS (SELECT 1 FROM runs WHERE job_name = @name AND job_id IS NULL AND state IN ('scheduled', 'pending', 'running'))
            """,
            ("@name", name)) is not null;
    }

    /// <summary>Whether a run of the queue waits to be claimed.</summary>
    internal static bool AnyWaits(LedgerConnection ledger, string queue) =>
        ledger.Scalar(
            "SELECT 1 FROM runs WHERE queue = @queue AND state = 'pending' AND not_before IS NULL AND paused = 0 AND behind = 0 LIMIT 1",
            ("@queue", queue)) is not null;

    /// <summary>
    /// Takes the next runs of a queue, larger priority first, then in order of due; they are running once this is committed.
    /// </summary>
    internal static List<Run> Claim(LedgerConnection ledger, string queue, int most, string owner, DateTimeOffset now)
    {
        var claimed = ledger.All(
            $"""
            UPDATE runs SET state = 'running', attempt = attempt + 1, owner = @owner, sent = @now, started = coalesce(started, @now)
            WHERE seq IN (SELECT seq FROM runs
                          WHERE queue = @queue AND state = 'pending' AND not_before IS NULL AND paused = 0 AND behind = 0
                          ORDER BY priority DESC, due, seq LIMIT @most{ledger.SkipLocked})
            RETURNING {RunRows.Columns}
            """,
            RunRows.Read, ("@owner", owner), ("@now", InstantText.Print(now)), ("@queue", queue), ("@most", most));
        return [.. claimed.OrderByDescending(run => run.Policy.Priority).ThenBy(run => run.Due).ThenBy(run => run.Seq)];
    }

    /// <summary>Writes what an attempt came to, under the fence (run, attempt, owner).</summary>
    /// <returns>Whether the fence held; and the queue of a run that waited for this one to be over, null for none.</returns>
    internal static (bool IsOurs, string? Follower) Finish(LedgerConnection ledger, Run run, string owner, RunFinish finish)
    {
        if (run.JobId is not null)
            JobWrites.Lock(ledger, run.JobId);
        if (finish.State == RunState.Pending && WhyNotAgain(ledger, run) is { } reason)
            finish = finish with { State = RunState.Cancelled, NotBefore = null, Disposition = Disposition.Keep, Error = reason };
        var isFinal = finish.State != RunState.Pending;
        var next = finish is { Next.To: not null, Disposition: Disposition.Keep } && WhyNotAgain(ledger, run) is null ? finish.Next.To : null;
        var changed = ledger.Execute(
            """
            UPDATE runs SET state = @state, finished = @finished, status = @status, disposition = @disposition, error = @error,
                            not_before = @notBefore, owner = NULL, cancel = NULL, failures = failures + CASE WHEN @disposition = 'retry' THEN 1 ELSE 0 END,
                            paused = CASE WHEN @state = 'pending' AND EXISTS (SELECT 1 FROM jobs WHERE jobs.id = job_id AND jobs.state = 'paused')
                                          THEN 1 ELSE 0 END
            WHERE id = @id AND state = 'running' AND attempt = @attempt AND owner = @owner
            """,
            ("@state", Word.Of(finish.State)), ("@finished", isFinal ? InstantText.Print(finish.At) : null), ("@status", finish.Status),
            ("@disposition", finish.Disposition is { } d ? Word.Of(d) : null), ("@error", finish.Error),
            ("@notBefore", RunRows.Text(finish.NotBefore)), ("@id", run.Id), ("@attempt", run.Attempt), ("@owner", owner));
        if (changed == 0)
            return (false, null);
        if (isFinal)
            ledger.Tally.Note(new Ending(finish.At, finish.State, run.Policy.Queue)
            {
                Late = run.Started - run.Due,
                Duration = finish.At - run.Started,
                LastAttempt = finish.At - run.Sent,
            });
        ProgressRows.NoteLast(ledger, run, finish.Progress);
        if (run.Attempt > 1 || !isFinal)
            AddAttempt(ledger, run, finish);
        // A first response with neither headers nor body is all in the run's status.
        if (finish.Response is { } response && (run.Attempt > 1 || response.Headers.Count > 0 || response.BodyBytes > 0))
            PutResponse(ledger, run.Id, response);
        if (finish.HoldQueueUntil is { } until)
            QueueRows.Hold(ledger, run.Policy.Queue, until);
        if (run is { JobId: not null, Policy.IsConditional: true, Links: 0 } && finish is { State: RunState.Succeeded, Response: { } good })
            ValidatorRows.Note(ledger, run, good);
        if (run.JobId is not null && finish.Disposition is Disposition.Remove or Disposition.Pause)
            JobWrites.Dispose(ledger, run, finish);
        if (isFinal && Notices.AreAskedFor(run.Policy))
            Notices.OfEnd(ledger, run with { State = finish.State, Status = finish.Status, Error = finish.Error, Finished = finish.At });
        if (finish.Next?.Refusal is { } refusal)
            EventRows.Add(ledger, finish.At, "link", run.JobId, run.Id, who: null, refusal);
        if (next is not null)
            return (true, Continue(ledger, run, finish.At, next));
        return (true, isFinal && run.JobId is not null ? Turns.Next(ledger, run.JobId) : null);
    }

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
        run.JobId is { } jobId && JobWrites.State(ledger, jobId) is JobState.Removed ? NoteRemoved
        : ledger.Scalar($"SELECT cancel FROM runs WHERE id = @id{ledger.ForUpdate}", ("@id", run.Id)) as string;

    private static string? JobOf(LedgerConnection ledger, string id) => ledger.Scalar("SELECT job_id FROM runs WHERE id = @id", ("@id", id)) as string;

    /// <summary>Puts what the alarm waits for and is due into its queue.</summary>
    /// <returns>The queues that got something.</returns>
    internal static List<string> Release(LedgerConnection ledger, DateTimeOffset now) => Woken(
        ledger,
        [.. ledger.All(
            """
            UPDATE runs SET state = 'pending', not_before = NULL
            WHERE not_before <= @now AND not_before IS NOT NULL AND paused = 0
            RETURNING queue
            """,
            row => row.String(0), ("@now", InstantText.Print(now))).Distinct()]);

    /// <summary>Cancels a run that waits, and notes of one that runs that it is not to be sent again.</summary>
    /// <returns>The state it was in, null for none of that id; who sends it; and the queue of a run that waited for it, null for none.</returns>
    internal static (RunState? State, string? Owner, string? Follower) Cancel(LedgerConnection ledger, string id, string? who, string? reason, DateTimeOffset now)
    {
        var job = JobOf(ledger, id);
        if (job is not null)
            JobWrites.Lock(ledger, job);
        var (state, owner) = ledger.All(
            $"SELECT state, owner FROM runs WHERE id = @id{ledger.ForUpdate}", row => ((RunState?)Word.Parse<RunState>(row.String(0)), row.Text(1)), ("@id", id))
            .FirstOrDefault();
        if (state is RunState.Scheduled or RunState.Pending)
            CancelWaiting(ledger, id, reason ?? "cancelled", now);
        if (state == RunState.Running)
        {
            ledger.Execute("UPDATE runs SET cancel = coalesce(cancel, @reason) WHERE id = @id", ("@reason", reason ?? "cancelled"), ("@id", id));
            ledger.Notify(Notice.Cancel, id);
        }

        if (state is RunState.Scheduled or RunState.Pending or RunState.Running)
            EventRows.Add(ledger, now, "cancelled", runId: id, who: who, reason: reason);
        return (state, owner, state == RunState.Pending && job is not null ? Turns.Next(ledger, job) : null);
    }

    internal static void CancelWaiting(LedgerConnection ledger, string id, string reason, DateTimeOffset now)
    {
        var cancelled = ledger.Scalar(
            """
            UPDATE runs SET state = 'cancelled', not_before = NULL, paused = 0, finished = @now, error = @reason
            WHERE id = @id AND state IN ('scheduled', 'pending') RETURNING queue
            """,
            ("@now", InstantText.Print(now)), ("@reason", reason), ("@id", id));
        if (cancelled is string queue)
            ledger.Tally.Note(new Ending(now, RunState.Cancelled, queue));
    }

    /// <summary>Holds back, or lets go, a one-time job that waits.</summary>
    internal static CommandResult SetPaused(LedgerConnection ledger, string id, bool isPaused, string? who, string? reason, DateTimeOffset now)
    {
        var isChanged = ledger.Execute(
            "UPDATE runs SET paused = @paused WHERE id = @id AND job_id IS NULL AND state IN ('scheduled', 'pending')",
            ("@paused", isPaused ? 1 : 0), ("@id", id)) > 0;
        if (!isChanged)
            return IsOneTime(ledger, id) ? CommandResult.Conflict : CommandResult.NotFound;
        EventRows.Add(ledger, now, isPaused ? "paused" : "resumed", runId: id, who: who, reason: reason);
        return CommandResult.Done;
    }

    /// <summary>Makes a one-time job that waits due now.</summary>
    /// <returns>And the queue it went to; null where it did not.</returns>
    internal static (CommandResult Result, string? Queue) Advance(
        LedgerConnection ledger, string id, string? who, string? reason, DateTimeOffset now, string? scheduledBy = null)
    {
        var queue = ledger.Scalar(
            """
            UPDATE runs SET state = 'pending', not_before = NULL, paused = 0, due = CASE WHEN due < @now THEN due ELSE @now END, scheduled_by = coalesce(@by, scheduled_by)
            WHERE id = @id AND job_id IS NULL AND state IN ('scheduled', 'pending') RETURNING queue
            """,
            ("@now", InstantText.Print(now)), ("@by", scheduledBy), ("@id", id)) as string;
        if (queue is null)
            return (IsOneTime(ledger, id) ? CommandResult.Conflict : CommandResult.NotFound, null);
        ledger.Notify(Notice.Wake, queue);
        EventRows.Add(ledger, now, "run", runId: id, who: who, reason: reason);
        return (CommandResult.Done, queue);
    }

    private static List<string> Woken(LedgerConnection ledger, List<string> queues)
    {
        queues.ForEach(queue => ledger.Notify(Notice.Wake, queue));
        return queues;
    }

    private static bool IsOneTime(LedgerConnection ledger, string id) =>
        ledger.Scalar("SELECT 1 FROM runs WHERE id = @id AND job_id IS NULL", ("@id", id)) is not null;

    private static void AddAttempt(LedgerConnection ledger, Run run, RunFinish finish) =>
        ledger.Execute(
            """
            INSERT INTO attempts (run, attempt, sent, finished, status, error)
            SELECT seq, @attempt, @sent, @finished, @status, @error FROM runs WHERE id = @id
            ON CONFLICT (run, attempt) DO UPDATE SET
                sent = excluded.sent, finished = excluded.finished, status = excluded.status, error = excluded.error
            """,
            ("@attempt", run.Attempt), ("@sent", RunRows.Text(run.Sent)), ("@finished", InstantText.Print(finish.At)), ("@status", finish.Status),
            ("@error", finish.Error), ("@id", run.Id));

    private static void PutResponse(LedgerConnection ledger, string id, Response response) =>
        ledger.Execute(
            """
            INSERT INTO responses (run, status, headers, body, body_bytes)
            SELECT seq, @status, @headers, @body, @bytes FROM runs WHERE id = @id
            ON CONFLICT (run) DO UPDATE SET
                status = excluded.status, headers = excluded.headers, body = excluded.body, body_bytes = excluded.body_bytes
            """,
            ("@status", response.Status), ("@headers", HeaderText.Print(response.Headers)), ("@body", RunRows.Bytes(response.Body)),
            ("@bytes", response.BodyBytes), ("@id", id));
}
