using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Metrics;

namespace JobQueue.Jobs.Store;

/// <summary>The changes of state of a run. Each is a compare-and-set inside the writer's transaction.</summary>
internal static class RunWrites
{
    /// <summary>Whether a name is taken by another recurring job than one; no row where it is not.</summary>
    internal const string OfTakenName = $"""
        SELECT 1 WHERE EXISTS (SELECT 1 FROM jobs WHERE {JobReads.HasName} AND {JobReads.KeepsName} AND id <> @but)
                    OR EXISTS (SELECT 1 FROM runs WHERE job_name = @name AND {RunReads.IsOpenOneTime})
        """;

    private const string OfNext = $"""
        FROM runs WHERE queue = @queue AND {QueueRows.WaitsForSlot}
        ORDER BY priority DESC, due, seq LIMIT @most
        """;

    /// <summary>Enters a one-time, manual or replayed run; false when its name is taken.</summary>
    internal static bool Add(LedgerConnection ledger, Run run, string? owner)
    {
        if (run.IsOneTime && run.JobName is { } name && NameIsTaken(ledger, name))
            return false;
        RunRows.Insert(ledger, run, owner);
        return true;
    }

    /// <summary>Whether a job that is not done has a name, or a line of a crontab keeps it.</summary>
    /// <param name="ledger">The writer's connection.</param>
    /// <param name="name">The name.</param>
    /// <param name="but">The recurring job that asks; null for a new one.</param>
    internal static bool NameIsTaken(LedgerConnection ledger, string name, string? but = null)
    {
        ledger.Lock(Locks.OfName(name));
        return ledger.Scalar(OfTakenName, ("@name", name), ("@but", but ?? "")) is not null;
    }

    /// <summary>Whether a run of the queue waits to be claimed.</summary>
    internal static bool AnyWaits(LedgerConnection ledger, string queue) =>
        ledger.Group?.AnyWaits(queue)
        ?? ledger.Scalar($"SELECT 1 FROM runs WHERE queue = @queue AND {QueueRows.WaitsForSlot} LIMIT 1", ("@queue", queue)) is not null;

    /// <summary>Pauses those of the next runs of a queue that cannot be read.</summary>
    /// <returns>How many.</returns>
    internal static int HoldUnreadable(LedgerConnection ledger, string queue, int most, DateTimeOffset now)
    {
        var unreadable = ledger
            .All($"SELECT seq, id {OfNext}", row => (Seq: row.Int64(0), Id: row.String(1)), ("@queue", queue), ("@most", most))
            .Where(run => !IsReadable(ledger, run.Seq)).ToList();
        foreach (var (seq, id) in unreadable)
        {
            ledger.ExecuteMuted("UPDATE runs SET paused = 1 WHERE seq = @seq AND state = 'pending'", ("@seq", seq));
            EventRows.Add(ledger, now, "paused", runId: id, reason: "its row cannot be read: the ledger is damaged");
        }

        return unreadable.Count;
    }

    private static bool IsReadable(LedgerConnection ledger, long seq)
    {
        try
        {
            ledger.First($"SELECT {RunRows.Columns} FROM runs WHERE seq = @seq", RunRows.Read, ("@seq", seq));
            return true;
        }
        catch (Exception e) when (Damage.Of(e) is not null)
        {
            return false;
        }
    }

    /// <summary>
    /// Takes the next runs of a queue, larger priority first, then in order of due; they are running once this is committed.
    /// </summary>
    internal static List<Run> Claim(LedgerConnection ledger, string queue, int most, string owner, DateTimeOffset now)
    {
        var claimed = ledger.All(
            $"""
            UPDATE runs SET state = 'running', attempt = attempt + 1, owner = @owner, sent = @now, started = coalesce(started, @now)
            WHERE seq {ledger.OneOf($"SELECT seq {OfNext}{ledger.SkipLocked}")}
            RETURNING {RunRows.Columns}
            """,
            RunRows.Read, ("@owner", owner), ("@now", InstantText.Print(now)), ("@queue", queue), ("@most", most));
        return InOrder(claimed);
    }

    /// <summary>The same, known when the group is written.</summary>
    internal static Func<List<Run>> ClaimInGroup(LedgerConnection ledger, string queue, int most, string owner, DateTimeOffset now)
    {
        if (ledger.Group is { } group)
        {
            var claim = group.Claim(queue, most, owner, now);
            return () => InOrder(claim());
        }

        var claimed = Claim(ledger, queue, most, owner, now);
        return () => claimed;
    }

    private static List<Run> InOrder(List<Run> claimed) =>
        [.. claimed.OrderByDescending(run => run.Policy.Priority).ThenBy(run => run.Due).ThenBy(run => run.Seq)];

    private static string? JobOf(LedgerConnection ledger, string id) => ledger.Scalar("SELECT job_id FROM runs WHERE id = @id", ("@id", id)) as string;

    /// <summary>Cancels a run that waits, and notes of one that runs that it is not to be sent again.</summary>
    /// <param name="ledger">The writer's connection.</param>
    /// <param name="id">The run's.</param>
    /// <param name="who">Who does it; null for nobody who has a name.</param>
    /// <param name="reason">Why; null where nobody said.</param>
    /// <param name="now">When.</param>
    /// <param name="isTold">Whether it is an event; not where it is done once more.</param>
    /// <returns>The state it was in, null for none of that id; who sends it; and the queue of a run that waited for it, null for none.</returns>
    internal static (RunState? State, string? Owner, string? Follower) Cancel(
        LedgerConnection ledger, string id, string? who, string? reason, DateTimeOffset now, bool isTold = true)
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

        if (isTold && state is (RunState.Scheduled or RunState.Pending or RunState.Running))
            EventRows.Add(ledger, now, "cancelled", runId: id, who: who, reason: reason);
        return (state, owner, state == RunState.Pending && job is not null ? Turns.Next(ledger, job) : null);
    }

    // What was cancelled leads to nothing: status and disposition of the attempt before are in that attempt.
    internal static void CancelWaiting(LedgerConnection ledger, string id, string reason, DateTimeOffset now)
    {
        var cancelled = ledger.Scalar(
            """
            UPDATE runs SET state = 'cancelled', not_before = NULL, paused = 0, finished = @now, status = NULL, disposition = NULL,
                            error = @reason
            WHERE id = @id AND state IN ('scheduled', 'pending') RETURNING queue
            """,
            ("@now", InstantText.Print(now)), ("@reason", reason), ("@id", id));
        if (cancelled is string queue)
            ledger.Tally.Note(new Ending(now, RunState.Cancelled, queue));
    }

    /// <summary>Holds back, or lets go, a one-time job that waits.</summary>
    /// <returns>And the queue in which it may go on; null where it may not.</returns>
    internal static (CommandResult Result, string? Queue) SetPaused(
        LedgerConnection ledger, string id, bool isPaused, string? who, string? reason, DateTimeOffset now)
    {
        var queue = ledger.Scalar(
            "UPDATE runs SET paused = @paused WHERE id = @id AND job_id IS NULL AND state IN ('scheduled', 'pending') RETURNING queue",
            ("@paused", isPaused ? 1 : 0), ("@id", id)) as string;
        if (queue is null)
            return (IsOneTime(ledger, id) ? CommandResult.Conflict : CommandResult.NotFound, null);
        EventRows.Add(ledger, now, isPaused ? "paused" : "resumed", runId: id, who: who, reason: reason);
        if (isPaused)
            return (CommandResult.Done, null);
        ledger.Notify(Notice.Wake, queue);
        return (CommandResult.Done, queue);
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

    private static bool IsOneTime(LedgerConnection ledger, string id) =>
        ledger.Scalar("SELECT 1 FROM runs WHERE id = @id AND job_id IS NULL", ("@id", id)) is not null;
}
