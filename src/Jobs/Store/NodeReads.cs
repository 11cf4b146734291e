namespace JobQueue.Jobs.Store;

/// <summary>Who sends which run.</summary>
internal static class NodeReads
{
    /// <summary>Runs in flight with their owners, the oldest first.</summary>
    internal static List<(string Owner, string RunId)> Running(LedgerConnection ledger, int most) => ledger.All(
        "SELECT owner, id FROM runs WHERE state = 'running' AND owner IS NOT NULL ORDER BY seq LIMIT @most",
        row => (row.String(0), row.String(1)), ("@most", most));

    /// <summary>How many runs are in flight.</summary>
    internal static long Count(LedgerConnection ledger) => (long)ledger.Scalar("SELECT count(*) FROM runs WHERE state = 'running'")!;

    /// <summary>A run with the name of the node that sends it.</summary>
    internal static Run? Named(LedgerConnection ledger, Run? run) => run is null ? null : Named(ledger, [run])[0];

    /// <summary>Runs with the names of the nodes that send them.</summary>
    internal static List<Run> Named(LedgerConnection ledger, List<Run> runs)
    {
        if (!runs.Exists(run => run.State == RunState.Running))
            return runs;
        var senders = ledger.Senders();
        return senders.Count == 0 ? runs : runs.ConvertAll(run => senders.TryGetValue(run.Id, out var node) ? run with { Node = node } : run);
    }
}
