using System.CommandLine;

namespace JobQueue.Benchmarks.Throughput;

/// <summary><c>throughput</c>: runs a second, enqueued, sent in process and recorded, beside a bare loop and bare Quartz.</summary>
internal static class ThroughputCommand
{
    private static readonly int[] AllConcurrencies = [1, 16, 256];
    private static readonly int[] AllBodies = [0, 1024, 65_536];

    private static readonly Option<int> Runs =
        new("--runs") { DefaultValueFactory = _ => 20_000, Description = "runs of a measurement; fewer with less than 16 producers, or large bodies" };
    private static readonly Option<int> QuartzRuns =
        new("--quartz-runs") { DefaultValueFactory = _ => 3_000, Description = "the same for Quartz" };
    private static readonly Option<int[]> Concurrency = Numbers.Option("--concurrency", "producers, and slots", 16);
    private static readonly Option<int[]> Body = Numbers.Option("--body", "bytes of the body; 0 is a GET", 0, 1024);
    private static readonly Option<bool> All = new("--all") { Description = "1, 16 and 256 producers with bodies of 0, 1024 and 65536 bytes" };
    private static readonly Option<int> Rounds =
        new("--rounds") { DefaultValueFactory = _ => 5, Description = "of which the median counts" };

    internal static Command Create()
    {
        var command = new Command("throughput", "runs a second: enqueued, sent in process, recorded")
        {
            Runs, QuartzRuns, Concurrency, Body, All, Rounds,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(Runs),
            parsed.GetValue(QuartzRuns),
            parsed.GetValue(All) ? AllConcurrencies : parsed.GetValue(Concurrency)!,
            parsed.GetValue(All) ? AllBodies : parsed.GetValue(Body)!,
            parsed.GetValue(Rounds)));
        return command;
    }

    private static async Task RunAsync(int runs, int quartzRuns, int[] concurrencies, int[] bodies, int rounds)
    {
        await using var app = await HelloApp.StartAsync();
        ThroughputCase[] cases = [.. concurrencies.SelectMany(_ => bodies, (concurrency, body) => new ThroughputCase(concurrency, body))];
        var measured = await Medians.MeasureAsync(
            rounds,
            [
                .. cases.SelectMany(one => one.Measurements(app.Sender, runs)),
                .. concurrencies.Select(concurrency => QuartzMeasurement(concurrency, ThroughputCase.RunsOf(quartzRuns, concurrency))),
            ]);
        measured.Print();
        foreach (var one in cases)
            measured.PrintRatio(one.JobQueueName, one.BareLoopName);
        foreach (var one in cases.Where(one => one.BodyBytes == 0))
            measured.PrintRatio(one.JobQueueName, one.QuartzName);
    }

    private static Func<Task<IReadOnlyList<Figure>>> QuartzMeasurement(int concurrency, int runs) =>
        async () => [new Figure(ThroughputCase.QuartzOf(concurrency), await QuartzLoop.MeasureAsync(runs, concurrency), "runs/s")];
}
