using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Postgres;
using JobQueue.Jobs.Tests.Queue;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Jobs.Tests.Clustering;

/// <summary>A node of a cluster: a run queue on a ledger that others work on, too.</summary>
internal sealed class Node : IAsyncDisposable
{
    private Node(QueueFixture queue) => Fixture = queue;

    internal QueueFixture Fixture { get; }

    internal RunQueue Queue => Fixture.Queue;

    internal Ledger Ledger => Fixture.Store.Ledger;

    internal ScriptedSender Sender => Fixture.Sender;

    /// <summary>Starts one that takes what the others notify.</summary>
    internal static async Task<Node> StartAsync(string? store, int slots = 4, QueueLimit? mails = null, TimeProvider? clock = null)
    {
        var node = new Node(new QueueFixture(slots, mails, store));
        if (clock is not null)
            ((PostgresCluster)node.Ledger.Cluster).Clock = clock;
        new ClusterWork(node.Ledger, node.Queue, node.Fixture.Dispatcher).Begin();
        node.Ledger.Cluster.Start(
            recovered => recovered.ForEach(run => node.Queue.Wake(run.Policy.Queue)), NullLogger.Instance);
        await node.Queue.StartAsync();
        // It hears by now what is notified.
        await node.SettleAsync();
        return node;
    }

    /// <summary>Until the others have taken what was notified.</summary>
    internal async Task SettleAsync()
    {
        using var limit = new CancellationTokenSource(PostgresServer.Limit);
        while (!await Ledger.Cluster.SettleAsync())
            limit.Token.ThrowIfCancellationRequested();
    }

    public ValueTask DisposeAsync() => Fixture.DisposeAsync();
}
