namespace JobQueue.Reliability.Clusters;

/// <summary>
/// Two nodes are cut off from the database for longer than their lease: one sees its connections reset and new ones refused, the other
/// sees nothing, and what it sent arrives when the cut is over.
/// </summary>
internal sealed class ClusterNetwork : IScenario
{
    private const int Nodes = 3;
    private const int Lines = 16;
    private const int OneIn = 10;
    private const int MostCuts = 30;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BeyondTheLease = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan MostUntilBack = TimeSpan.FromSeconds(20);

    // So long after its last heartbeat a node is sure of its lease, and begins what it has claimed.
    private static readonly TimeSpan Sure = TimeSpan.FromSeconds(7);

    public string Name => "cluster-network";

    public string What =>
        $"two of {Nodes} nodes cut off from the database for {Long.TotalSeconds} s, by resets and by silence: the third takes over";

    public Task RunAsync(Bench bench, CancellationToken over) => ClusterCampaign.RunAsync(
        bench, Nodes, Lines, async (cluster, clients) =>
        {
            bench.MustBeZero("NOT_BACK");
            var cuts = bench.Share(OneIn, atLeast: 1, MostCuts);
            for (var cut = 0; cut < cuts; cut++)
            {
                over.ThrowIfCancellationRequested();
                await Until.PassedAsync(TimeSpan.FromMilliseconds(bench.Chance.Next(500, 2000)));
                var first = bench.Chance.Next(Nodes);
                await CutOnceAsync(bench, cluster, clients, cluster.Nodes[first], cluster.Nodes[(first + 1) % Nodes]);
            }

            bench.Figure("cuts", cuts);
        },
        isBehindProxy: true);

    private static async Task CutOnceAsync(Bench bench, Cluster cluster, ClusterClients clients, ClusterNode refused, ClusterNode silent)
    {
        ClusterNode[] both = [refused, silent];
        foreach (var node in both)
            node.Trouble();
        var began = DateTimeOffset.UtcNow;
        refused.Proxy.Refuse();
        refused.Proxy.CutAll();
        silent.Proxy.Stall();
        foreach (var node in both)
            cluster.Note(new Crash(began, began + Sure + node.OnTheWay, Process: node.Host.Process.Id));
        await Until.PassedAsync(bench.JudgesTime ? Long : BeyondTheLease);
        refused.Proxy.Admit();
        silent.Proxy.Go();
        foreach (var back in await Task.WhenAll(both.Select(node => node.AcknowledgingAsync(clients))))
            bench.Must("NOT_BACK", back <= bench.Limit(MostUntilBack), () => $"{back}");
        foreach (var node in both)
            node.Well();
    }
}
