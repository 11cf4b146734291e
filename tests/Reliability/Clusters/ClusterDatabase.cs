namespace JobQueue.Reliability.Clusters;

/// <summary>The database ends at once, and is away for a moment or for minutes.</summary>
internal sealed class ClusterDatabase : IScenario
{
    private const int Nodes = 3;
    private const int Lines = 16;
    private const int OneIn = 10;
    private const int MostStops = 30;
    private const int OneLongIn = 3;

    private static readonly TimeSpan Long = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan MostUntilBack = TimeSpan.FromSeconds(20);

    public string Name => "cluster-database";

    public string What =>
        $"PostgreSQL ends at once, and is back at once or after {Long.TotalSeconds} s: 503 meanwhile, and {Nodes} nodes go on";

    public Task RunAsync(Bench bench, CancellationToken over) => ClusterCampaign.RunAsync(bench, Nodes, Lines, async (cluster, clients) =>
    {
        bench.MustBeZero("NOT_BACK", "NOT_503");
        var stops = bench.Share(OneIn, atLeast: 1, MostStops);
        for (var stop = 0; stop < stops; stop++)
        {
            over.ThrowIfCancellationRequested();
            await Until.PassedAsync(TimeSpan.FromMilliseconds(bench.Chance.Next(1500, 3000)));
            await StopOnceAsync(bench, cluster, clients, isLong: stop % OneLongIn == 0);
        }

        bench.Figure("stops", stops);
    });

    private static async Task StopOnceAsync(Bench bench, Cluster cluster, ClusterClients clients, bool isLong)
    {
        cluster.Nodes.ForEach(node => node.Trouble());
        var began = DateTimeOffset.UtcNow;
        await cluster.Server.StopAsync(isImmediate: true);
        await Until.PassedAsync(TimeSpan.FromMilliseconds(500));
        var isAway = DateTimeOffset.UtcNow;
        // What was in flight may go again, whoever sent it.
        var arrived = began + cluster.Nodes[0].OnTheWay;
        cluster.Note(new Crash(began, arrived > isAway ? arrived : isAway));
        await Until.PassedAsync(!isLong ? TimeSpan.Zero : bench.JudgesTime ? Long : Short);
        var ends = DateTimeOffset.UtcNow;
        await cluster.Server.StartAgainAsync();
        foreach (var back in await Task.WhenAll(cluster.Nodes.Select(node => node.AcknowledgingAsync(clients))))
            bench.Must("NOT_BACK", back <= bench.Limit(MostUntilBack), () => $"{back}");
        cluster.Nodes.ForEach(node => node.Well());
        foreach (var post in clients.Posts.Where(post => post.Sent > isAway && post.At < ends))
            bench.Must("NOT_503", post.Status == 503, () => $"{post}");
    }
}
