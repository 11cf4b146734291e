using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using JobQueue.Jobs.Metrics;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Queue;

/// <summary>How full the queues are, for those who ask: one query of an index at a time, and nothing while nobody asks.</summary>
internal sealed class QueueGauges(RunQueue queue, Dispatcher dispatcher, Ledger ledger, TimeProvider time) : IDisposable
{
    // Two instruments are asked one after the other.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    // Instruments live as long as the process, in which there may be several apps.
    private static readonly ConcurrentDictionary<QueueGauges, bool> Live = [];

    private readonly Lock _gate = new();
    private (long At, List<QueueBacklog>? Backlogs)? _last;

    static QueueGauges()
    {
        Telemetry.Meter.CreateObservableUpDownCounter(
            "jobqueue.queue.depth", () => Live.Keys.SelectMany(gauges => gauges.Depths()), "{run}",
            "Runs that are due and wait for a slot.");
        Telemetry.Meter.CreateObservableGauge(
            "jobqueue.queue.oldest_waiting", () => Live.Keys.SelectMany(gauges => gauges.Ages()), "s",
            "How long the oldest run that waits for a slot is due; 0 where none waits.");
        Telemetry.Meter.CreateObservableUpDownCounter(
            "jobqueue.run.in_flight", () => Live.Keys.SelectMany(gauges => gauges.InFlight()), "{run}", "Runs that are being sent.");
    }

    /// <summary>From now on it answers.</summary>
    internal void Start() => Live[this] = true;

    public void Dispose() => Live.TryRemove(this, out _);

    private IEnumerable<Measurement<long>> Depths() =>
        Backlogs() is { } backlogs ? ByQueue(backlogs.Select(one => (one.Queue, one.Waiting)), Enumerable.Sum) : [];

    private IEnumerable<Measurement<double>> Ages()
    {
        var now = time.GetUtcNow();
        return Backlogs() is { } backlogs
            ? ByQueue(backlogs.Select(one => (one.Queue, Math.Max(0, (now - one.Oldest).TotalSeconds))), Enumerable.Max)
            : [];
    }

    private IEnumerable<Measurement<long>> InFlight() =>
        ByQueue(dispatcher.Queues.Select(name => (name, 1L)), Enumerable.Sum);

    // A queue in which there is nothing says so.
    private IEnumerable<Measurement<T>> ByQueue<T>(IEnumerable<(string Queue, T Value)> values, Func<IEnumerable<T>, T> together)
        where T : struct =>
        from one in values.Concat(queue.Queues.Names.Select(name => (Queue: name, Value: default(T))))
        group one.Value by Tags.QueueName(one.Queue) into ofQueue
        select new Measurement<T>(together(ofQueue), Tags.Queue(ofQueue.Key));

    // What waits is the ledger's: each process would tell of all of it, and depths are added up.
    private List<QueueBacklog>? Backlogs()
    {
        if (!ledger.Cluster.IsFirst)
            return null;
        lock (_gate)
        {
            if (_last is { } last && time.GetElapsedTime(last.At) < Fresh)
                return last.Backlogs;
            var backlogs = Read();
            _last = (time.GetTimestamp(), backlogs);
            return backlogs;
        }
    }

    // Of a ledger that cannot be read there is nothing to say.
    private List<QueueBacklog>? Read()
    {
        try
        {
            // Who collects measurements waits for them: for a file, or for the database's answer.
            return ledger.ReadAsync(QueueRows.Backlogs).GetAwaiter().GetResult();
        }
        catch (LedgerException)
        {
            return null;
        }
    }
}
