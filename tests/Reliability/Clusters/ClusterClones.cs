namespace JobQueue.Reliability.Clusters;

/// <summary>
/// A machine was cloned: two processes of the same configuration, machine name and working folder, and where the machine lets it of the
/// same process id; one is killed and started again beside the other.
/// </summary>
internal sealed class ClusterClones : IScenario
{
    private const int Nodes = 2;
    private const int Lines = 16;
    private const int OneIn = 10;
    private const int MostRounds = 30;

    private static readonly string[] SameId = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"];

    private const string Idle =
        "SELECT 1 FROM nodes WHERE ended IS NULL AND NOT EXISTS (SELECT 1 FROM reliability_moves WHERE owner = nodes.id)";

    public string Name => "cluster-clone";

    public string What =>
        "two nodes that are alike, the process id too: both work, neither takes what the other sends, also when one starts anew";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var isSameId = Bench.Has(SameId[0]) && (await Bench.RunAsync(SameId[0], [.. SameId[1..], "true"])).ExitCode == 0;
        await ClusterCampaign.RunAsync(
            bench, Nodes, Lines, async (cluster, _) =>
            {
                var rounds = bench.Share(OneIn, atLeast: 1, MostRounds);
                for (var round = 0; round < rounds; round++)
                {
                    over.ThrowIfCancellationRequested();
                    await Until.PassedAsync(TimeSpan.FromMilliseconds(bench.Chance.Next(1500, 3000)));
                    var node = cluster.Nodes[bench.Chance.Next(Nodes)];
                    var crash = await node.KillAsync();
                    // In the table of nodes it has the id of the other.
                    cluster.Note(isSameId ? crash with { Process = null } : crash);
                    await node.StartAsync();
                    node.Well();
                }

                await Until.TrueAsync("work for each node", async () => await cluster.Ledger.HasAsync($"({Idle}) t", 0));
                var nodes = await cluster.Ledger.NodesAsync();
                bench.Figure("kills", rounds);
                bench.Figure("of the same process id", isSameId ? nodes.Count(node => node.Process == nodes[0].Process) : 0);
            },
            starter: isSameId ? SameId : [],
            isCloned: true);
    }
}
