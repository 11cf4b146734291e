using JobQueue.Jobs.Events;

namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>runs</c> and <c>events</c> that have changed, as the feed tells them.</summary>
internal static class ChangeReads
{
    private const int MostErrorCharacters = 1000;

    // A feed is many; header fields and bodies may be large.
    private static readonly string OneRun = $"SELECT {RunRows.ColumnsWithoutContent} FROM runs WHERE seq = @seq";

    private static readonly string OneEvent = $"""
        SELECT * FROM (
            SELECT at, kind, run_id, who, reason, coalesce(job_id, run_id) AS id,
                   coalesce((SELECT name FROM jobs WHERE id = job_id), (SELECT job_name FROM runs WHERE id = run_id)) AS name,
                   coalesce((SELECT state FROM jobs WHERE id = job_id),
                            (SELECT {RunReads.OneTimeState} FROM runs WHERE id = run_id)) AS state
            FROM events WHERE seq = @seq AND kind IN ('added', 'changed', 'paused', 'resumed', 'removed')) AS changes
        WHERE id IS NOT NULL AND state IS NOT NULL
        """;

    private const string OneQueueEvent = """
        SELECT at, substr(kind, 7), run_id, who, reason FROM events
        WHERE seq = @seq AND kind IN ('queue paused', 'queue resumed', 'queue held')
        """;

    /// <summary>A run as it is; null where it is not there any more.</summary>
    internal static RunChanged? Run(LedgerConnection connection, long seq) => connection.First(OneRun, Run, ("@seq", seq));

    /// <summary>The run of a row that begins with <see cref="RunRows.ColumnsWithoutContent"/>.</summary>
    internal static RunChanged Run(LedgerRow row) => new(Cut(RunRows.Read(row)));

    /// <summary>What an event tells of a job or a queue; null where it is of another kind.</summary>
    internal static FeedEvent? Event(LedgerConnection connection, long seq) =>
        (FeedEvent?)connection.First(OneEvent, JobChange, ("@seq", seq)) ?? connection.First(OneQueueEvent, QueueChange, ("@seq", seq));

    private static Run Cut(Run run) =>
        run.Error is { Length: > MostErrorCharacters } error ? run with { Error = $"{error[..MostErrorCharacters]}…" } : run;

    // The reason begins with the queue's name, which has no colon.
    private static QueueChanged QueueChange(LedgerRow row)
    {
        var happened = EventRows.Read(row);
        var said = happened.Reason!.Split(": ", 2);
        return new(said[0], happened with { Reason = said.Length > 1 ? said[1] : null });
    }

    private static JobChanged JobChange(LedgerRow row) => new(row.String(5), row.Text(6), row.String(7), EventRows.Read(row));
}
