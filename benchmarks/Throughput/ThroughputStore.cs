using JobQueue.Jobs.Sending;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>The kind of database that a measurement is about: where its trials are made, and which loops there are.</summary>
/// <param name="Prefix">Of the names of its figures.</param>
/// <param name="NewTrialAsync">Makes a place for one measurement.</param>
/// <param name="QuartzWays">How Quartz is measured: a word for the figure's name, and whether it is clustered.</param>
internal sealed record ThroughputStore(
    string Prefix, Func<Task<ITrial>> NewTrialAsync, IReadOnlyList<(string Word, bool IsClustered)> QuartzWays)
{
    internal static readonly ThroughputStore Sqlite =
        new("throughput", () => Task.FromResult<ITrial>(new SqliteTrial()), [("quartz", false)]);

    /// <param name="server">The connection to a server.</param>
    internal static ThroughputStore Postgres(string server) => new(
        "throughput.postgres",
        async () => await PostgresTrial.CreateAsync(server),
        [("quartz", false), ("quartz-clustered", true)]);

    internal Task<double> JobQueueAsync(ISender sender, int runs, int concurrency, int nodes, byte[] body) =>
        TryAsync(trial => JobQueueLoop.MeasureAsync(trial, sender, runs, concurrency, nodes, body));

    internal Task<double> BareLoopAsync(ISender sender, int runs, int concurrency, byte[] body) =>
        TryAsync(trial => BareLoop.MeasureAsync(trial, sender, runs, concurrency, body));

    internal Task<double> QuartzAsync(int runs, int concurrency, bool isClustered) =>
        TryAsync(trial => QuartzLoop.MeasureAsync(trial, runs, concurrency, isClustered));

    private async Task<double> TryAsync(Func<ITrial, Task<double>> measureAsync)
    {
        await using var trial = await NewTrialAsync();
        return await measureAsync(trial);
    }
}
