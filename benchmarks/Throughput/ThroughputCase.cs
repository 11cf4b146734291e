using System.Globalization;
using JobQueue.Jobs.Sending;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>So many producers, as many slots, and a body of this size.</summary>
/// <param name="Store">Where the rows go.</param>
/// <param name="Concurrency">Producers, and slots.</param>
/// <param name="BodyBytes">Of the request, and of the response. 0: a GET, answered with a word.</param>
internal sealed record ThroughputCase(ThroughputStore Store, int Concurrency, int BodyBytes)
{
    // Fewer producers than this take longer for a run, and make fewer.
    private const int UsualConcurrency = 16;

    // Large bodies fill the disk, not the time.
    private const int MostBytes = 256 * 1024 * 1024;

    private const int Fewest = 100;

    internal string JobQueueName => $"{Store.Prefix}.jobqueue.{Suffix}";

    internal string BareLoopName => $"{Store.Prefix}.bareloop.{Suffix}";

    private string Suffix => string.Create(CultureInfo.InvariantCulture, $"c{Concurrency}.b{BodyBytes}");

    /// <param name="way">A word of <see cref="ThroughputStore.QuartzWays"/>.</param>
    internal string QuartzName(string way) => string.Create(CultureInfo.InvariantCulture, $"{Store.Prefix}.{way}.c{Concurrency}");

    /// <summary>How many of the runs that were asked for are made.</summary>
    internal static int RunsOf(int runs, int concurrency, int bodyBytes = 0) =>
        Math.Min(runs, Math.Max(Fewest, (int)Math.Min(
            (long)runs * Math.Min(concurrency, UsualConcurrency) / UsualConcurrency, bodyBytes == 0 ? runs : MostBytes / bodyBytes)));

    /// <summary>Of JobQueue with several nodes.</summary>
    internal string NodesName(int nodes) => string.Create(CultureInfo.InvariantCulture, $"{Store.Prefix}.jobqueue.n{nodes}.{Suffix}");

    /// <param name="sender">Sends the runs.</param>
    /// <param name="runs">How many were asked for.</param>
    /// <param name="nodes">Beside one node, so many.</param>
    internal IEnumerable<Func<Task<IReadOnlyList<Figure>>>> Measurements(ISender sender, int runs, int[] nodes)
    {
        var (count, body) = (RunsOf(runs, Concurrency, BodyBytes), new byte[BodyBytes]);
        yield return async () => [new Figure(JobQueueName, await Store.JobQueueAsync(sender, count, Concurrency, 1, body), "runs/s")];
        foreach (var several in nodes)
            yield return async () =>
                [new Figure(NodesName(several), await Store.JobQueueAsync(sender, count, Concurrency, several, body), "runs/s")];
        yield return async () => [new Figure(BareLoopName, await Store.BareLoopAsync(sender, count, Concurrency, body), "runs/s")];
    }

    /// <summary>Of Quartz, whose jobs have no bodies: the same for all cases of this concurrency.</summary>
    internal IEnumerable<Func<Task<IReadOnlyList<Figure>>>> QuartzMeasurements(int runs)
    {
        var count = RunsOf(runs, Concurrency);
        foreach (var (way, isClustered) in Store.QuartzWays)
            yield return async () => [new Figure(QuartzName(way), await Store.QuartzAsync(count, Concurrency, isClustered), "runs/s")];
    }
}
