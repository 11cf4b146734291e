using System.Diagnostics.Metrics;

namespace JobQueue.Jobs.Metrics;

/// <summary>The bounds of histograms that instruments advise: who exports them may choose others.</summary>
internal static class Buckets
{
    /// <summary>Seconds between a due and the beginning: from a millisecond to an hour.</summary>
    internal static readonly InstrumentAdvice<double> Lateness = Of(
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 60, 300, 3600);

    /// <summary>Seconds that work takes: from a millisecond to the longest timeout, a day.</summary>
    internal static readonly InstrumentAdvice<double> Duration = Of(
        0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300, 1800, 3600, 14400, 86400);

    /// <summary>Seconds until a transaction is on disk: from a tenth of a millisecond to ten seconds.</summary>
    internal static readonly InstrumentAdvice<double> Commit = Of(
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 10);

    /// <summary>Operations in a transaction: powers of two up to the most there are.</summary>
    internal static readonly InstrumentAdvice<long> Batch = Of<long>(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024);

    private static InstrumentAdvice<double> Of(params double[] bounds) => Of<double>(bounds);

    private static InstrumentAdvice<T> Of<T>(params T[] bounds)
        where T : struct => new() { HistogramBucketBoundaries = bounds };
}
