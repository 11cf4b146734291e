namespace JobQueue.Jobs.Store;

/// <summary>The progress of a run, in the columns of its row.</summary>
internal static class ProgressRows
{
    /// <summary>Notes how far a running attempt is; not a change of the run to tell of.</summary>
    /// <returns>Whether the attempt is still running.</returns>
    internal static bool Note(LedgerConnection ledger, Run run, RunProgress progress) =>
        ledger.ExecuteMuted(
            """
            UPDATE runs SET progress = @percent, progress_message = @message, progress_at = @at
            WHERE id = @id AND state = 'running' AND attempt = @attempt
            """,
            ("@percent", progress.Percent), ("@message", progress.Message), ("@at", InstantText.Print(progress.At)), ("@id", run.Id),
            ("@attempt", run.Attempt)) > 0;

    /// <summary>Notes how far an attempt came; a first one that said nothing leaves nothing to note.</summary>
    internal static void NoteLast(LedgerConnection ledger, Run run, RunProgress? progress)
    {
        if (progress is not null || run.Attempt > 1)
            ledger.ExecuteLater(
                "UPDATE runs SET progress = @percent, progress_message = @message, progress_at = @at WHERE id = @id",
                ("@percent", progress?.Percent), ("@message", progress?.Message), ("@at", RunRows.Text(progress?.At)), ("@id", run.Id));
    }
}
