namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>attempts</c>. The only attempt of a run has none: all is in the run.</summary>
internal static class AttemptRows
{
    /// <summary>
    /// The attempts of a run in order, the one under way too; not those of which nothing is known but that they were cut short.
    /// </summary>
    internal static List<Attempt> Of(LedgerConnection ledger, Run run)
    {
        var attempts = ledger.All(
            "SELECT attempt, sent, finished, status, error FROM attempts WHERE run = @run ORDER BY attempt",
            row => new Attempt(row.Int32(0), InstantText.Parse(row.String(1)), row.Instant(2), row.Number(3), row.Text(4)), ("@run", run.Seq));
        if (run is not { Attempt: > 0, Sent: { } sent } || attempts.Exists(attempt => attempt.Number == run.Attempt))
            return attempts;
        // What a run that is under way says of status and error is of the attempt before.
        if (run.State == RunState.Running)
            attempts.Add(new Attempt(run.Attempt, sent, Finished: null, Status: null, Error: null));
        else if (run.Finished is { } finished)
            attempts.Add(new Attempt(run.Attempt, sent, finished, run.Status, run.Error));
        return attempts;
    }
}
