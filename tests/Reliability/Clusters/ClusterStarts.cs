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
        bench.MustBeZero("LOADED_TWICE");
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
        await Until.TrueAsync($"{Nodes} nodes", () => cluster.Ledger.HasAsync("nodes WHERE ended IS NULL", Nodes));
        foreach (var node in cluster.Nodes)
            await Until.TrueAsync($"a node {node.Number} that is well", async () => await node.Host.StatusAsync("/healthz") == 200);

        var clients = new ClusterClients(cluster, count: 4, TimeSpan.FromMilliseconds(60));
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await clients.PostAsync(over.Token);
        ClusterReport.Tell(bench, clients, await cluster.DrainAsync(clients));
        var added = await cluster.Ledger.CountAsync("jobs");
        bench.Must("LOADED_TWICE", added == Lines, () => $"{added} jobs");
    }
}
