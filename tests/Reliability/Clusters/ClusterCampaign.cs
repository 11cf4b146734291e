namespace JobQueue.Reliability.Clusters;

/// <summary>Load on a cluster while something is done to it, and what came of it.</summary>
internal static class ClusterCampaign
{
    private const int Clients = 4;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(60);

    internal static async Task RunAsync(
        Bench bench, int nodes, int lines, Func<Cluster, ClusterClients, Task> trouble, bool isBehindProxy = false,
        string[]? starter = null, bool isCloned = false, string? program = null)
    {
        if (await bench.PostgresOrNotRunAsync() is null)
            return;
        await using var cluster = await Cluster.StartAsync(bench, nodes, lines, isBehindProxy, starter, isCloned, program);
        var clients = new ClusterClients(cluster, Clients, Pace);
        using var over = new CancellationTokenSource();
        var posting = clients.PostAsync(over.Token);
        await trouble(cluster, clients);
        await over.CancelAsync();
        await posting;
        ClusterReport.Tell(bench, clients, await cluster.DrainAsync(clients));
    }
}
