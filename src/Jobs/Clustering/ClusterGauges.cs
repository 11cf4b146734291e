using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Clustering;

/// <summary>How the nodes of a ledger that is shared are, for those who ask.</summary>
internal sealed class ClusterGauges : IDisposable
{
    // Instruments live as long as the process, in which there may be several apps.
    private static readonly ConcurrentDictionary<ClusterGauges, bool> Live = [];

    private readonly Ledger _ledger;

    static ClusterGauges()
    {
        Telemetry.Meter.CreateObservableGauge(
            "jobqueue.node.alive", () => Live.Keys.SelectMany(gauges => gauges.Alive()).Select(count => new Measurement<long>(count)), "{node}",
            "Processes that work on the ledger, as this one sees them.");
        Telemetry.Meter.CreateObservableGauge(
            "jobqueue.node.skew", () => Live.Keys.Select(gauges => new Measurement<double>(gauges._ledger.Cluster.Skew.TotalSeconds)), "s",
            "How far the clock of this machine is ahead of the database's.");
    }

    /// <summary>From now on it answers.</summary>
    internal ClusterGauges(Ledger ledger)
    {
        _ledger = ledger;
        Live[this] = true;
    }

    public void Dispose() => Live.TryRemove(this, out _);

    // Of a database that is away there is nothing to say.
    private IEnumerable<long> Alive()
    {
        try
        {
            // Who collects measurements waits for them.
            return [_ledger.NodesAsync().GetAwaiter().GetResult().Count(node => node.Ended is null)];
        }
        catch (LedgerException)
        {
            return [];
        }
    }
}
