using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Metrics;

namespace JobQueue.Jobs.Store;

/// <summary>The changes of state of a recurring job, and its occurrences. Each is a compare-and-set inside the writer's transaction.</summary>
internal static class JobWrites
{
    internal static JobState? State(LedgerConnection ledger, string id) =>
        ledger.Scalar("SELECT state FROM jobs WHERE id = @id", ("@id", id)) is string word ? Word.Parse<JobState>(word) : null;

    /// <summary>The state of a job, which nobody else changes, nor what is known of its runs, until the transaction ends.</summary>
    internal static JobState? Lock(LedgerConnection ledger, string id) =>
        ledger.Scalar($"SELECT state FROM jobs WHERE id = @id{ledger.ForUpdate}", ("@id", id)) is string word ? Word.Parse<JobState>(word) : null;

    /// <summary>Enters a job that came through the API; false when its name is taken.</summary>
    internal static bool Add(LedgerConnection ledger, RecurringJob job, string? who = null)
    {
        if (job.Policy.Name is { } name && RunWrites.NameIsTaken(ledger, name))
            return false;
        JobRows.Put(ledger, job);
        EventRows.Add(ledger, job.Created, "added", job.Id, who: who ?? job.RequestedBy);
        return true;
    }

    /// <summary>Enters an occurrence that is due, or why it does not run.</summary>
    /// <param name="ledger">The writer's connection.</param>
    /// <param name="jobId">The job that is due.</param>
    /// <param name="run">The run, should it be one: of the cause schedule, pending or running.</param>
    /// <param name="owner">Who sends it, where it is running.</param>
    /// <param name="isCaughtUp">Whether it waits for the runs before it instead of being skipped or taking their place.</param>
    internal static Occurred Occur(LedgerConnection ledger, string jobId, Run run, string? owner, bool isCaughtUp)
    {
        var state = Lock(ledger, jobId);
        if (state is null or JobState.Removed)
            return Occurred.As(Occurrence.JobGone);
        if (IsKnown(ledger, jobId, run.Due))
            return Occurred.As(Occurrence.Known);
        var isPaused = state == JobState.Paused;
        var occurred = isPaused ? Occurred.As(Occurrence.Skipped) : Turns.Enter(ledger, run, owner, isCaughtUp);
        if (occurred.What == Occurrence.Skipped)
            NotRun(ledger, run, RunState.Skipped, isPaused ? "the job is paused" : "the run before it is not done (overlap skip)", run.Due, 1);
        return occurred;
    }

    /// <summary>Records occurrences that did not run.</summary>
    /// <returns>Whether a row of the same kind and reason, the job's last, took them in.</returns>
    internal static bool NotRun(LedgerConnection ledger, Run run, RunState state, string reason, DateTimeOffset until, long count)
    {
        Lock(ledger, run.JobId!);
        var isTakenIn = ledger.Execute(
            """
            UPDATE runs SET until = @until, count = count + @count
            WHERE seq = (SELECT max(seq) FROM runs WHERE job_id = @job) AND state = @state AND error = @reason AND until < @until
            """,
            ("@until", InstantText.Print(until)), ("@count", count), ("@job", run.JobId), ("@state", Word.Of(state)), ("@reason", reason)) > 0;
        var isNew = !isTakenIn && !IsKnown(ledger, run.JobId!, run.Due);
        if (isNew)
            RunRows.Insert(
                ledger,
                run with
                {
                    State = state,
                    Error = reason,
                    Until = until,
                    Count = count,
                    Attempt = 0,
                    Started = null,
                    Sent = null,
                    Finished = run.Created,
                },
                owner: null);
        if (isTakenIn || isNew)
            ledger.Tally.Note(new Ending(isNew ? run.Created : until, state, run.Policy.Queue, count));
        return isTakenIn;
    }

    internal static bool Pause(LedgerConnection ledger, string id, string? who, string? reason, DateTimeOffset now)
    {
        if (ledger.Execute("UPDATE jobs SET state = 'paused' WHERE id = @id AND state <> 'removed'", ("@id", id)) == 0)
            return false;
        // Here and below, both conditions on the state: by the first SQLite sees that the index of open runs will do.
        ledger.Execute("UPDATE runs SET paused = 1 WHERE job_id = @id AND state IN ('pending', 'running') AND state = 'pending'", ("@id", id));
        ledger.Notify(Notice.Job, id);
        EventRows.Add(ledger, now, "paused", id, who: who, reason: reason);
        return true;
    }

    /// <summary>Lets a paused or removed job live again; of a removed one nothing came due meanwhile.</summary>
    /// <returns>The queues in which runs of it may go on: those it had when they came due.</returns>
    internal static List<string> Resume(LedgerConnection ledger, string id, string? who, string? reason, DateTimeOffset now)
    {
        // What it has seen may be pruned.
        if (Lock(ledger, id) == JobState.Removed)
            ValidatorRows.Forget(ledger, id);
        var isChanged = ledger.Execute(
            "UPDATE jobs SET anchor = CASE WHEN state = 'removed' THEN @now ELSE anchor END, state = 'active' WHERE id = @id",
            ("@now", InstantText.Print(now)), ("@id", id)) > 0;
        if (!isChanged)
            return [];
        List<string> queues =
        [
            .. ledger.All(
                "UPDATE runs SET paused = 0 WHERE job_id = @id AND state IN ('pending', 'running') AND state = 'pending' RETURNING queue",
                row => row.String(0), ("@id", id)).Distinct(),
        ];
        queues.ForEach(queue => ledger.Notify(Notice.Wake, queue));
        ledger.Notify(Notice.Job, id);
        EventRows.Add(ledger, now, "resumed", id, who: who, reason: reason);
        return queues;
    }

    /// <summary>Removes a job: a tombstone by its identity stays; what waits of it is cancelled.</summary>
    internal static bool Remove(LedgerConnection ledger, string id, string? who, string? reason, string? runId, DateTimeOffset now)
    {
        if (ledger.Execute("UPDATE jobs SET state = 'removed' WHERE id = @id AND state <> 'removed'", ("@id", id)) == 0)
            return false;
        foreach (var waiting in ledger.All("SELECT id FROM runs WHERE job_id = @id AND state IN ('pending', 'running') AND state = 'pending'", row => row.String(0), ("@id", id)))
            RunWrites.CancelWaiting(ledger, waiting, RunEnds.WasRemoved, now);
        ledger.Notify(Notice.Job, id);
        EventRows.Add(ledger, now, "removed", id, runId, who, reason);
        return true;
    }

    /// <summary>What a last attempt's status leads to for its job.</summary>
    internal static void Dispose(LedgerConnection ledger, Run run, RunFinish finish)
    {
        var reason = $"status {finish.Status}";
        if (finish.Disposition == Disposition.Remove)
            Remove(ledger, run.JobId!, who: null, $"{reason} is in remove-on {run.Policy.RemoveOn}", run.Id, finish.At);
        else
            Pause(ledger, run.JobId!, who: null, $"{reason} is in pause-on {run.Policy.PauseOn}", finish.At);
    }

    // One row may stand for a stretch of occurrences.
    private static bool IsKnown(LedgerConnection ledger, string jobId, DateTimeOffset due) =>
        ledger.Scalar(
            """
            SELECT 1 FROM (SELECT due, until FROM runs WHERE job_id = @job AND cause = 'schedule' AND due <= @due ORDER BY due DESC LIMIT 1) AS last
            WHERE due = @due OR until >= @due
            """,
            ("@job", jobId), ("@due", InstantText.Print(due))) is not null;
}
