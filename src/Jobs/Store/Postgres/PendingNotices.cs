using JobQueue.Jobs.Clustering;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>What the open transaction is to tell the other nodes.</summary>
internal sealed class PendingNotices
{
    private const int Most = 100;

    private readonly HashSet<Notice> _notices = [];

    internal void Add(Notice notice)
    {
        // Of so many the others look at all.
        if (_notices.Count >= Most)
        {
            // But for questions and answers: of each somebody waits for that very one.
            var many = _notices.Where(one => one.What is not (Notice.Settle or Notice.Settled)).ToList();
            _notices.ExceptWith(many);
            _notices.UnionWith(many.Select(one => one with { Argument = Notice.All }));
        }

        if (!_notices.Contains(new Notice(notice.What, Notice.All)))
            _notices.Add(notice);
    }

    /// <summary>Adds the statement that tells them, on a channel and as from <paramref name="node"/>, with the commit.</summary>
    internal void AddTo(NpgsqlBatch batch, string channel, string node)
    {
        if (_notices.Count == 0)
            return;
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT pg_notify($2, told) FROM unnest($1) AS told")
        {
            Parameters =
            {
                new NpgsqlParameter<string[]> { TypedValue = [.. _notices.Select(notice => PostgresListener.Payload(node, notice))] },
                new NpgsqlParameter<string> { TypedValue = channel },
            },
        });
    }

    internal void Clear() => _notices.Clear();
}
