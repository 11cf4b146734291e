using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>A run that is about to be entered.</summary>
/// <param name="Run">The run.</param>
/// <param name="Owner">Who sends it; null for nobody yet.</param>
internal sealed record EnteringRun(Run Run, string? Owner)
{
    /// <summary>The same as <see cref="RunRows.Insert"/>.</summary>
    internal static RowsStatement<EnteringRun> Statement() => new(
        (names, rows) => $"INSERT INTO runs ({names}) SELECT * FROM {rows}",
        Text("id", row => row.Run.Id),
        Text("job_id", row => row.Run.JobId),
        Text("job_name", row => row.Run.JobName),
        Text("cause", row => Word.Of(row.Run.Cause)),
        Text("due", row => InstantText.Print(row.Run.Due)),
        Text("state", row => Word.Of(row.Run.State)),
        Text("not_before", row => RunRows.Text(row.Run.NotBefore)),
        Text("queue", row => row.Run.Policy.Queue),
        Number("priority", row => row.Run.Policy.Priority),
        Number("attempt", row => row.Run.Attempt),
        Text("owner", row => row.Owner),
        Text("created", row => InstantText.Print(row.Run.Created)),
        Text("started", row => RunRows.Text(row.Run.Started)),
        Text("sent", row => RunRows.Text(row.Run.Sent)),
        Text("finished", row => RunRows.Text(row.Run.Finished)),
        Text("error", row => row.Run.Error),
        Text("until", row => RunRows.Text(row.Run.Until)),
        Number("count", row => row.Run.Count),
        Text("\"user\"", row => row.Run.Request.User),
        Text("method", row => row.Run.Request.Method),
        Text("uri", row => row.Run.Request.Uri),
        Text("headers", row => HeaderText.Print(row.Run.Request.Headers)),
        ColumnArray<EnteringRun>.Bytes("body", row => RunRows.Bytes(row.Run.Request.Body)),
        Text("policy", row => PolicyJson.Print(row.Run.Policy)),
        Text("requested_by", row => row.Run.RequestedBy),
        Text("replay_of", row => row.Run.ReplayOf),
        Number("behind", row => row.Run.IsBehind ? 1 : 0),
        Text("identity", row => row.Run.Identity),
        Number("depth", row => row.Run.Depth),
        Number("links", row => row.Run.Links),
        Number("confined", row => row.Run.IsConfined ? 1 : 0),
        Text("scheduled_by", row => row.Run.ScheduledBy));

    private static ColumnArray<EnteringRun> Text(string name, Func<EnteringRun, string?> value) => ColumnArray<EnteringRun>.Text(name, value);

    private static ColumnArray<EnteringRun> Number(string name, Func<EnteringRun, long?> value) => ColumnArray<EnteringRun>.Number(name, value);
}
