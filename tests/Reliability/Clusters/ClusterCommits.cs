using JobQueue.Reliability.Network;

namespace JobQueue.Reliability.Clusters;

/// <summary>Connections are cut when a COMMIT has been sent: whether it counts is found out, not guessed.</summary>
internal sealed class ClusterCommits : IScenario
{
    private const int Nodes = 3;
    private const int Lines = 16;
    private const int FewestCuts = 6;
    private const int OneSilentIn = 10;
    private const int MostCommitsBefore = 30;

    public string Name => "cluster-commit";

    public string What =>
        $"the connection of one of {Nodes} nodes is cut between a COMMIT and its answer, or falls silent: nothing is lost or goes twice";

    public Task RunAsync(Bench bench, CancellationToken over) => ClusterCampaign.RunAsync(
        bench, Nodes, Lines, async (cluster, clients) =>
        {
            // Until it is known whether its last commit counts, a node takes nothing.
            cluster.Nodes.ForEach(node => node.Trouble());
            var cuts = Math.Max(FewestCuts, bench.Count);
            for (var cut = 0; cut < cuts; cut++)
            {
                over.ThrowIfCancellationRequested();
                var proxy = cluster.Nodes[bench.Chance.Next(Nodes)].Proxy;
                var before = proxy.Cuts;
                proxy.CutAtCommit(
                    cut % OneSilentIn == OneSilentIn - 1 ? CommitCut.Silence : CommitCut.Reset, bench.Chance.Next(1, MostCommitsBefore));
                await Until.TrueAsync($"cut {cut} at a commit", () => proxy.Cuts > before);
            }

            foreach (var node in cluster.Nodes)
            {
                await node.AcknowledgingAsync(clients);
                node.Well();
            }

            bench.Figure("cuts", cuts);
            bench.Figure("commits", cluster.Nodes.Sum(node => node.Proxy.Commits));
        },
        isBehindProxy: true);
}
