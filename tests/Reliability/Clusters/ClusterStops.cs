namespace JobQueue.Reliability.Clusters;

/// <summary>SIGSTOP of a node for longer than its lease, and SIGCONT: what it then does counts for nothing.</summary>
internal sealed class ClusterStops : IScenario
{
    private const int Nodes = 3;
    private const int Lines = 16;
    private const int OneIn = 10;
    private const int MostStops = 30;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BeyondTheLease = TimeSpan.FromSeconds(14);
    private static readonly TimeSpan MostUntilBack = TimeSpan.FromSeconds(20);

    public string Name => "cluster-stop";

    public string What =>
        $"SIGSTOP of one of {Nodes} nodes for {Long.TotalSeconds} s, then SIGCONT: others take over, and it commits nothing of before";

    public Task RunAsync(Bench bench, CancellationToken over) => ClusterCampaign.RunAsync(bench, Nodes, Lines, async (cluster, clients) =>
    {
        bench.MustBeZero("NOT_BACK");
        var stops = bench.Share(OneIn, atLeast: 1, MostStops);
        for (var stop = 0; stop < stops; stop++)
        {
            over.ThrowIfCancellationRequested();
            await Until.PassedAsync(TimeSpan.FromMilliseconds(bench.Chance.Next(500, 2000)));
            var node = cluster.Nodes[bench.Chance.Next(Nodes)];
            cluster.Note(await node.PauseAsync());
            await Until.PassedAsync(bench.JudgesTime ? Long : BeyondTheLease);
            cluster.NoteResumed(node.Host.Process.Id);
            node.Resume();
            var back = await node.AcknowledgingAsync(clients);
            node.Well();
            bench.Must("NOT_BACK", back <= bench.Limit(MostUntilBack), () => $"node {node.Number}: {back}");
        }

        bench.Figure("stops", stops);
    });
}
