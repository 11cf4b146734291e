namespace JobQueue.Reliability.Clusters;

/// <summary>Each node is stopped and started again, one after the other, under load: nobody but who turns to that one notices.</summary>
internal sealed class ClusterRoll : IScenario
{
    private const int Nodes = 3;
    private const int Lines = 16;
    private const int OneIn = 10;
    private const int MostRounds = 30;

    public string Name => "cluster-roll";

    public string What => $"SIGTERM and a start of {Nodes} nodes, one after the other, under load: nothing is lost and nothing goes twice";

    public Task RunAsync(Bench bench, CancellationToken over) => ClusterCampaign.RunAsync(bench, Nodes, Lines, async (cluster, _) =>
    {
        bench.MustBeZero("EXIT_CODE");
        var rounds = bench.Share(OneIn, atLeast: 1, MostRounds);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var node in cluster.Nodes)
            {
                over.ThrowIfCancellationRequested();
                var code = await node.StopAsync();
                bench.Must("EXIT_CODE", code == 0, () => $"node {node.Number}: {code}; {node.Host.Process.Error}");
                await node.StartAsync();
                node.Well();
                await Until.PassedAsync(TimeSpan.FromMilliseconds(bench.Chance.Next(500, 1500)));
            }
        }

        bench.Figure("stops", rounds * Nodes);
    });
}
