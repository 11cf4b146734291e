namespace JobQueue.Reliability.Clusters;

/// <summary>kill -9 of any node, under load, and a start.</summary>
internal sealed class ClusterKills : IScenario
{
    private const int Nodes = 3;
    private const int Lines = 16;
    private const int ShortestMilliseconds = 500;
    private const int LongestMilliseconds = 3000;
    private const int OnePeaceIn = 5;

    // Now and then nobody else dies before all is taken over: only then can it be said how long that took.
    private static readonly TimeSpan Peace = TimeSpan.FromSeconds(20);

    public string Name => "cluster-kill";

    public string What =>
        $"{Nodes} nodes on PostgreSQL: kill -9 of any, and a start, while {Lines} jobs a second run and clients post to all";

    public Task RunAsync(Bench bench, CancellationToken over) => ClusterCampaign.RunAsync(bench, Nodes, Lines, async (cluster, clients) =>
    {
        for (var kill = 0; kill < bench.Count; kill++)
        {
            over.ThrowIfCancellationRequested();
            await Until.PassedAsync(TimeSpan.FromMilliseconds(bench.Chance.Next(ShortestMilliseconds, LongestMilliseconds)));
            var node = cluster.Nodes[bench.Chance.Next(Nodes)];
            cluster.Note(await node.KillAsync());
            await node.StartAsync();
            node.Well();
            if (kill % OnePeaceIn == OnePeaceIn - 1)
                await Until.PassedAsync(Peace);
        }

        bench.Figure("kills", bench.Count);
    });
}
