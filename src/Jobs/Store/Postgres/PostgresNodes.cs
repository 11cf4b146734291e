using JobQueue.Jobs.Clustering;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>The table of nodes, for people.</summary>
internal static class PostgresNodes
{
    // Milliseconds, from the epoch or long. Those that live come first, and of them the one that was there first.
    private const string All = """
        SELECT id, name, pid, version, CAST(extract(epoch FROM started) * 1000 AS bigint), CAST(extract(epoch FROM seen) * 1000 AS bigint),
               CAST(greatest(extract(epoch FROM clock_timestamp() - seen) * 1000, 0) AS bigint), coalesce(skew_ms, 0),
               CAST(extract(epoch FROM ended) * 1000 AS bigint), reason,
               (SELECT count(*) FROM runs WHERE runs.owner = nodes.id AND runs.state = 'running')
        FROM nodes WHERE ended IS NULL OR ended > now() - interval '1 day'
        ORDER BY ended IS NOT NULL, ended DESC, started, id LIMIT 200
        """;

    private const string OfRunning =
        "SELECT runs.id, nodes.name FROM runs JOIN nodes ON nodes.id = runs.owner WHERE runs.state = 'running'";

    /// <summary>Those that live, and those that ended within a day.</summary>
    /// <param name="ledger">A connection.</param>
    /// <param name="own">The id of this process.</param>
    internal static List<Node> Read(LedgerConnection ledger, string own)
    {
        var nodes = ledger.All(All, row => Node(row, own));
        var first = nodes.FindIndex(node => node.Ended is null && node.Skew.Duration() <= Cluster.MostSkew);
        if (first >= 0)
            nodes[first] = nodes[first] with { IsFirst = true };
        return nodes;
    }

    /// <summary>The names of those that send runs, by the ids of the runs.</summary>
    internal static Dictionary<string, string> Senders(LedgerConnection ledger) =>
        ledger.All(OfRunning, row => (Run: row.String(0), Name: row.String(1))).ToDictionary(one => one.Run, one => one.Name, StringComparer.Ordinal);

    private static Node Node(LedgerRow row, string own) => new()
    {
        Id = row.String(0),
        Name = row.String(1),
        ProcessId = row.Int64(2),
        Version = row.String(3),
        Started = DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(4)),
        Seen = DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(5)),
        SeenAgo = TimeSpan.FromMilliseconds(row.Int64(6)),
        Skew = TimeSpan.FromMilliseconds(row.Int64(7)),
        Ended = row.IsNull(8) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(8)),
        Reason = row.Text(9),
        Running = row.Int64(10),
        IsThis = row.String(0) == own,
    };
}
