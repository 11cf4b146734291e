namespace JobQueue.Reliability.Clusters;

/// <summary>
/// Nodes of an earlier version are replaced by this one under load, by SIGTERM and by SIGKILL: the first brings the schema up to date, and both
/// versions work on it for a while.
/// </summary>
internal sealed class ClusterUpgrade : IScenario
{
    private const int Nodes = 3;
    private const int Killed = 1;
    private const int Lines = 16;

    public string Name => "cluster-upgrade";

    public string What => $"{Nodes} nodes of an earlier version (--old) are replaced under load, one after the other: nothing is lost";

    public Task RunAsync(Bench bench, CancellationToken over)
    {
        if (bench.Old is { } old)
            return ClusterCampaign.RunAsync(bench, Nodes, Lines, (cluster, _) => ReplaceAllAsync(bench, cluster, over), program: old);
        bench.NotRun("--old names no earlier jobqueue.dll");
        return Task.CompletedTask;
    }

    private static async Task ReplaceAllAsync(Bench bench, Cluster cluster, CancellationToken over)
    {
        foreach (var node in cluster.Nodes)
        {
            over.ThrowIfCancellationRequested();
            await MixedAsync(bench);
            if (node.Number == Killed)
            {
                cluster.Note(await node.KillAsync());
            }
            else
            {
                var code = await node.StopAsync();
                bench.Must("EXIT_CODE", code == 0, () => $"node {node.Number}: {code}; {node.Host.Process.Error}");
            }

            node.Host.Program = null;
            await node.StartAsync();
            node.Well();
        }

        await MixedAsync(bench);
    }

    private static Task MixedAsync(Bench bench) => Until.PassedAsync(TimeSpan.FromMilliseconds(bench.Chance.Next(3000, 8000)));
}
