using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace JobQueue.Jobs.Metrics;

/// <summary>What is measured of the ledger's writer.</summary>
internal static class LedgerMetrics
{
    private static readonly Histogram<long> Batch = Telemetry.Meter.CreateHistogram(
        "jobqueue.ledger.batch.size", "{operation}", "Operations that were committed in one transaction.", tags: null, Buckets.Batch);

    private static readonly Histogram<double> Commit = Telemetry.Meter.CreateHistogram(
        "jobqueue.ledger.commit.duration", "s", "From COMMIT until the transaction is on disk.", tags: null, Buckets.Commit);

    /// <summary>A transaction is on disk.</summary>
    /// <param name="operations">That were in it.</param>
    /// <param name="began">When the commit began, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    internal static void Committed(int operations, long began)
    {
        Batch.Record(operations);
        if (Commit.Enabled)
            Commit.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
    }
}
