using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Metrics;

namespace JobQueue.Jobs.Store;

/// <summary>What becomes of the runs that were in flight when their process ended.</summary>
internal static class Recovery
{
    /// <summary>At so many crashes while it ran, a run goes to quarantine: it may be what ends the process.</summary>
    internal const int MostCrashes = 3;

    private const string Interrupted = "interrupted: the process ended while it ran";

    /// <summary>Gives each of them its next state: pending, to go again with the same id, or a final one.</summary>
    /// <returns>The runs as they are now.</returns>
    internal static List<Run> Recover(LedgerConnection ledger, DateTimeOffset now)
    {
        var jobs = LockJobs(ledger);
        var runs = ledger.All(
            $"SELECT {RunRows.Columns}, cancel FROM runs WHERE state = 'running' AND {ledger.IsOrphan}{ledger.ForUpdate}",
            row => (Run: RunRows.Read(row), Cancel: row.Text(RunRows.Count)));
        // What lost its process since is for the next time: an occurrence of its job may be on its way behind it.
        runs.RemoveAll(row => row.Run.JobId is { } jobId && !jobs.ContainsKey(jobId) && JobWrites.State(ledger, jobId) is not null);
        var recovered = new List<Run>(runs.Count);
        foreach (var (run, cancel) in runs)
        {
            var isRemoved = run.JobId is { } id && jobs.GetValueOrDefault(id) == JobState.Removed;
            var (state, error) = After(run, cancel ?? (isRemoved ? RunEnds.WasRemoved : null));
            var isFinal = state != RunState.Pending;
            var next = run with { State = state, Error = error, Crashes = run.Crashes + 1, Finished = isFinal ? now : null };
            Write(ledger, next);
            if (isFinal)
                ledger.Tally.Note(new Ending(now, state, run.Policy.Queue) { Late = run.Started - run.Due, LastAttempt = now - run.Sent });
            if (state == RunState.Quarantined)
                EventRows.Add(ledger, now, "quarantined", run.JobId, run.Id, reason: error);
            if (isFinal)
                Notices.OfEnd(ledger, next with { Status = null });
            if (isFinal && run.JobId is { } jobId)
                Turns.Next(ledger, jobId);
            if (!isFinal)
                ledger.Notify(Notice.Wake, run.Policy.Queue);
            recovered.Add(next);
            Failpoint.Reach(Failpoint.InRecovery);
        }

        if (recovered.Count > 0)
            EventRows.Add(ledger, now, "recovered", reason: $"runs in flight when their process ended: {recovered.Count}");
        return recovered;
    }

    /// <summary>What becomes of a run, and the error that says why.</summary>
    /// <param name="run">As it was in flight.</param>
    /// <param name="cancel">Why it had been given up; null if it had not.</param>
    internal static (RunState State, string Error) After(Run run, string? cancel) =>
        cancel is not null ? (RunState.Cancelled, cancel)
        : run.Policy.OnCrash == OnCrash.Never ? (RunState.Failed, $"{Interrupted} (on-crash never)")
        : run.Crashes + 1 >= MostCrashes ? (RunState.Quarantined, $"quarantined: the process ended {MostCrashes} times while it ran")
        : (RunState.Pending, Interrupted);

    // Before the runs and in order, as everybody does who waits for both. Nobody enters an occurrence of these jobs until the transaction ends.
    private static Dictionary<string, JobState> LockJobs(LedgerConnection ledger) => ledger.All(
            $"""
            SELECT id, state FROM jobs WHERE id IN (SELECT job_id FROM runs WHERE state = 'running' AND job_id IS NOT NULL AND {ledger.IsOrphan})
            ORDER BY id{ledger.ForUpdate}
            """,
            row => (Id: row.String(0), State: Word.Parse<JobState>(row.String(1))))
        .ToDictionary(job => job.Id, job => job.State, StringComparer.Ordinal);

    private static void Write(LedgerConnection ledger, Run run) => ledger.Execute(
        """
        UPDATE runs SET state = @state, owner = NULL, cancel = NULL, error = @error, crashes = @crashes, finished = @finished,
                        status = CASE WHEN @finished IS NULL THEN status END, disposition = CASE WHEN @finished IS NULL THEN disposition END,
                        paused = CASE WHEN @finished IS NULL AND EXISTS (SELECT 1 FROM jobs WHERE jobs.id = job_id AND jobs.state = 'paused')
                                      THEN 1 ELSE 0 END
        WHERE id = @id AND state = 'running'
        """,
        ("@state", Word.Of(run.State)), ("@error", run.Error), ("@crashes", run.Crashes), ("@finished", RunRows.Text(run.Finished)), ("@id", run.Id));
}
