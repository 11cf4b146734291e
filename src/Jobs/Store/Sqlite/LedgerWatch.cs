using System.Runtime.InteropServices;
using JobQueue.Jobs.Events;
using SQLitePCL;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>
/// Sees which rows of <c>runs</c> and <c>events</c> a transaction changes, whoever changes them, and publishes them once it is on disk:
/// a run once a transaction, as the transaction left it.
/// </summary>
internal sealed class LedgerWatch(SqliteLedger connection, EventFeed feed)
{
    private const int MostErrorCharacters = 1000;

    // A feed is many; header fields and bodies may be large.
    private static readonly string OneRun = $"SELECT {RunRows.ColumnsWithoutContent} FROM runs WHERE seq = @seq";

    private static readonly string OneEvent = $"""
        SELECT * FROM (
            SELECT at, kind, run_id, who, reason, coalesce(job_id, run_id) AS id,
                   coalesce((SELECT name FROM jobs WHERE id = job_id), (SELECT job_name FROM runs WHERE id = run_id)),
                   coalesce((SELECT state FROM jobs WHERE id = job_id),
                            (SELECT {RunReads.OneTimeState} FROM runs WHERE id = run_id)) AS state
            FROM events WHERE seq = @seq AND kind IN ('added', 'changed', 'paused', 'resumed', 'removed'))
        WHERE id IS NOT NULL AND state IS NOT NULL
        """;

    private const string OneQueueEvent =
        "SELECT at, substr(kind, 7), who, reason FROM events WHERE seq = @seq AND kind IN ('queue paused', 'queue resumed')";

    private readonly List<(long Seq, bool IsRun)> _changes = [];
    private readonly HashSet<long> _runs = [];
    private readonly List<FeedEvent> _events = [];

    /// <summary>Whether what changes now is not worth an event.</summary>
    internal bool IsMuted { get; set; }

    private bool AreTooMany => _changes.Count > feed.Capacity;

    /// <summary>SQLite's update hook: it may not use the connection.</summary>
    internal void OnChange(int type, utf8z table, long seq)
    {
        if (IsMuted || type == raw.SQLITE_DELETE || AreTooMany)
            return;
        var name = table.utf8_to_string();
        if (name == "events" || (name == "runs" && _runs.Add(seq)))
            _changes.Add((seq, name == "runs"));
    }

    /// <summary>Reads what changed, before the transaction is committed.</summary>
    internal void Read()
    {
        if (AreTooMany)
            return;
        foreach (var (seq, isRun) in _changes)
        {
            FeedEvent? what = isRun ? Run(seq) : (FeedEvent?)Job(seq) ?? Queue(seq);
            if (what is not null)
                _events.Add(what);
        }
    }

    /// <summary>The transaction is on disk.</summary>
    internal void Publish()
    {
        if (AreTooMany)
            feed.Skip();
        else if (_events.Count > 0)
            feed.Publish(CollectionsMarshal.AsSpan(_events));
        Forget();
    }

    /// <summary>The transaction is undone.</summary>
    internal void Forget()
    {
        _changes.Clear();
        _runs.Clear();
        _events.Clear();
    }

    private RunChanged? Run(long seq) => connection.First(OneRun, row => new RunChanged(Cut(RunRows.Read(row))), ("@seq", seq));

    private static Run Cut(Run run) =>
        run.Error is { Length: > MostErrorCharacters } error ? run with { Error = $"{error[..MostErrorCharacters]}…" } : run;

    private JobChanged? Job(long seq) => connection.First(OneEvent, JobChange, ("@seq", seq));

    private QueueChanged? Queue(long seq) => connection.First(OneQueueEvent, QueueChange, ("@seq", seq));

    // The reason begins with the queue's name, which has no colon.
    private static QueueChanged QueueChange(LedgerRow row)
    {
        var said = row.String(3).Split(": ", 2);
        return new(said[0], new JobEvent(InstantText.Parse(row.String(0)), row.String(1), null, row.Text(2), said.Length > 1 ? said[1] : null));
    }

    private static JobChanged JobChange(LedgerRow row) => new(
        row.String(5), row.Text(6), row.String(7),
        new JobEvent(InstantText.Parse(row.String(0)), row.String(1), row.Text(2), row.Text(3), row.Text(4)));
}
