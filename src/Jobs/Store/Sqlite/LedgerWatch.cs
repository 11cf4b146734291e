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
            var what = isRun ? ChangeReads.Run(connection, seq) : ChangeReads.Event(connection, seq);
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
}
