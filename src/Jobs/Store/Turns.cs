using JobQueue.Jobs.Clustering;

namespace JobQueue.Jobs.Store;

/// <summary>Whose turn it is among the runs of one recurring job: what its overlap policy says.</summary>
internal static class Turns
{
    /// <summary>Why a run was given up for the next one.</summary>
    internal const string NewerIsDue = "a newer occurrence is due (overlap cancel)";

    /// <summary>
    /// Enters a run of a job: at once, or behind those that are not final, or, where the policy is skip and the job busy, not at all
    /// (<see cref="Occurrence.Skipped"/>; no row tells of it).
    /// </summary>
    /// <param name="ledger">The writer's connection.</param>
    /// <param name="run">Pending or running.</param>
    /// <param name="owner">Who sends it, where it is running.</param>
    /// <param name="isCaughtUp">Whether it waits for the runs before it, instead of being skipped or taking their place.</param>
    internal static Occurred Enter(LedgerConnection ledger, Run run, string? owner, bool isCaughtUp)
    {
        var overlap = run.Policy.Overlap;
        if (overlap == Overlap.Allow || !IsBusy(ledger, run.JobId!))
        {
            RunRows.Insert(ledger, run, owner);
            return Occurred.As(Occurrence.Entered);
        }

        if (overlap == Overlap.Skip && !isCaughtUp)
            return Occurred.As(Occurrence.Skipped);
        var givenUp = overlap == Overlap.Cancel && !isCaughtUp ? GiveUp(ledger, run.JobId!, run.Created) : null;
        if (givenUp is [])
        {
            RunRows.Insert(ledger, run, owner);
            return Occurred.As(Occurrence.Entered);
        }

        RunRows.Insert(ledger, run with { State = RunState.Pending, IsBehind = true, Attempt = 0, Started = null, Sent = null }, owner: null);
        return new Occurred(Occurrence.Waits, givenUp ?? []);
    }

    /// <summary>A run of the job is final: the next one behind it need not wait any more.</summary>
    /// <returns>The queue in which that one may be claimed; null for none.</returns>
    internal static string? Next(LedgerConnection ledger, string jobId)
    {
        // Both conditions on the state: by the first SQLite sees that the index of open runs will do.
        var queue = ledger.Scalar(
            """
            UPDATE runs SET behind = 0
            WHERE seq = (SELECT seq FROM runs WHERE job_id = @job AND state IN ('pending', 'running') AND state = 'pending' AND behind = 1
                         ORDER BY due, seq LIMIT 1)
              AND NOT EXISTS (SELECT 1 FROM runs WHERE job_id = @job AND state IN ('pending', 'running') AND behind = 0)
            RETURNING CASE WHEN paused = 0 THEN queue END
            """,
            ("@job", jobId)) as string;
        if (queue is not null)
            ledger.Notify(Notice.Wake, queue);
        return queue;
    }

    private static bool IsBusy(LedgerConnection ledger, string jobId) =>
        ledger.Scalar("SELECT 1 FROM runs WHERE job_id = @job AND state IN ('pending', 'running')", ("@job", jobId)) is not null;

    // What waits ends here; what runs is marked, so that a crash does not send it again.
    private static List<string> GiveUp(LedgerConnection ledger, string jobId, DateTimeOffset now)
    {
        var waiting = ledger.All(
            "SELECT id FROM runs WHERE job_id = @job AND state IN ('pending', 'running') AND state = 'pending'", row => row.String(0), ("@job", jobId));
        foreach (var id in waiting)
        {
            RunWrites.CancelWaiting(ledger, id, NewerIsDue, now);
            EventRows.Add(ledger, now, "cancelled", runId: id, reason: NewerIsDue);
        }

        var running = ledger.All(
            """
            UPDATE runs SET cancel = coalesce(cancel, @reason)
            WHERE job_id = @job AND state IN ('pending', 'running') AND state = 'running' RETURNING id
            """,
            row => row.String(0), ("@reason", NewerIsDue), ("@job", jobId));
        running.ForEach(id => ledger.Notify(Notice.Cancel, id));
        return running;
    }
}
