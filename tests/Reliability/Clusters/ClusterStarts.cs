namespace JobQueue.Reliability.Clusters;

/// <summary>Many nodes start at once on a database that is empty.</summary>
internal sealed class ClusterStarts : IScenario
{
    private const int Nodes = 5;
    private const int Lines = 8;
    private const int OneIn = 20;
    private const int MostTrials = 20;

    public string Name => "cluster-start";

    public string What => $"{Nodes} nodes started at once on an empty database: one makes the schema, one loads the crontab, all are well";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        if (await bench.PostgresOrNotRunAsync() is null)
            return;
        bench.MustBeZero("NOT_ALIVE", "NOT_WELL", "LOADED_TWICE");
        var trials = bench.Share(OneIn, atLeast: 1, MostTrials);
        for (var trial = 0; trial < trials; trial++)
        {
            over.ThrowIfCancellationRequested();
            await StartOnceAsync(bench);
        }

        bench.Figure("starts", trials);
    }

    private static async Task StartOnceAsync(Bench bench)
    {
        await using var cluster = await Cluster.CreateAsync(bench, Nodes);
        cluster.Save(Enumerable.Range(0, Lines).Select(cluster.Line));
        await Task.WhenAll(cluster.Nodes.Select(node => node.StartAsync()));
        await cluster.Ledger.KeepMovesAsync();
        await Until.TrueAsync($"{Lines} jobs", () => cluster.Ledger.HasAsync("jobs WHERE state = 'active'", Lines));
        var alive = await cluster.Ledger.CountAsync("nodes WHERE ended IS NULL");
        bench.Must("NOT_ALIVE", alive == Nodes, () => $"{alive}");
        foreach (var node in cluster.Nodes)
        {
            var health = await node.Host.StatusAsync("/healthz");
            bench.Must("NOT_WELL", health == 200, () => $"node {node.Number}: {health}");
        }

        var clients = new ClusterClients(cluster, count: 4, TimeSpan.FromMilliseconds(60));
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await clients.PostAsync(over.Token);
        ClusterReport.Tell(bench, clients, await cluster.DrainAsync(clients));
        var added = await cluster.Ledger.CountAsync("jobs");
        bench.Must("LOADED_TWICE", added == Lines, () => $"{added} jobs");
    }
}
