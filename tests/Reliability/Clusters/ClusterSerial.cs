namespace JobQueue.Reliability.Clusters;

/// <summary>A queue of one, of which three nodes take: one run at a time, in order of entry, also when who has it dies.</summary>
internal sealed class ClusterSerial : IScenario
{
    private const int Nodes = 3;
    private const int FewestPosts = 30;
    private const int MostPosts = 400;
    private const int OneKillIn = 20;

    public string Name => "cluster-serial";

    public string What =>
        $"a queue of one on {Nodes} nodes, filled at each of them, with a node killed: never two at once, in order of entry";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        if (await bench.PostgresOrNotRunAsync() is null)
            return;
        bench.MustBeZero("ENTRY_ORDER");
        await using var cluster = await Cluster.StartAsync(bench, Nodes, lines: 0);
        cluster.JudgeOrder(Cluster.Serial);
        await cluster.LoadAsync([Line(cluster, 0, 0), Line(cluster, 1, 10)]);
        var clients = new ClusterClients(cluster, count: 1, TimeSpan.Zero);
        var entered = await EnterAsync(bench, cluster, clients, over);
        var history = await cluster.DrainAsync(clients);
        ClusterReport.Tell(bench, clients, history);
        Judge(bench, entered, history);
    }

    private static string Line(Cluster cluster, int number, int priority) =>
        $"{cluster.Line(number).TrimEnd()} --queue {Cluster.Serial} --priority {priority}\n";

    // Each after the one before was acknowledged, by another node: their dues are in that order.
    private static async Task<List<string>> EnterAsync(Bench bench, Cluster cluster, ClusterClients clients, CancellationToken over)
    {
        var posts = Math.Clamp(bench.Count * 4, FewestPosts, MostPosts);
        var kills = bench.Share(OneKillIn, atLeast: 1, atMost: 10);
        var entered = new List<string>();
        for (var post = 0; post < posts; post++)
        {
            over.ThrowIfCancellationRequested();
            if (post % (posts / kills) == posts / kills / 2)
                await KillAsync(bench, cluster);
            if (await clients.OfQueueAsync(cluster.Next(post)!, Cluster.Serial) is { } id)
                entered.Add(id);
        }

        bench.Figure("kills", kills);
        return entered;
    }

    private static async Task KillAsync(Bench bench, Cluster cluster)
    {
        var inHand = await cluster.Ledger.ReadAsync(
            $"SELECT owner FROM runs WHERE state = 'running' AND queue = '{Cluster.Serial}'", row => row.GetString(0));
        var processes = (await cluster.Ledger.NodesAsync()).ToDictionary(node => node.Id, node => node.Process);
        // Who has the one that runs, if any.
        var node = cluster.Nodes.Find(node => inHand.Exists(owner => processes[owner] == node.Host.Process.Id))
            ?? cluster.Nodes[bench.Chance.Next(Nodes)];
        cluster.Note(await node.KillAsync());
        await node.StartAsync();
        node.Well();
    }

    private static void Judge(Bench bench, List<string> entered, History history)
    {
        var firsts = history.Arrivals.OrderBy(arrival => arrival.At).Select(arrival => arrival.RunId).Distinct().ToList();
        var places = entered.Select(id => (Id: id, Place: firsts.IndexOf(id))).ToList();
        foreach (var (one, next) in places.Zip(places.Skip(1)).Where(pair => pair.First.Place > pair.Second.Place))
            bench.Find("ENTRY_ORDER", $"{next.Id} before {one.Id}");
        bench.Figure("entered", entered.Count);
    }
}
