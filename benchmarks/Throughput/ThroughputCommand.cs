using System.CommandLine;
using JobQueue.Tests;

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
    private static readonly Option<int[]> Nodes = Numbers.Option("--nodes", "with postgres: nodes that work on one ledger, beside a single one");
    private static readonly Option<string> Store =
        new Option<string>("--store") { DefaultValueFactory = _ => "sqlite", Description = "where the rows go" }
            .AcceptOnlyFromAmong("sqlite", "postgres");
    private static readonly Option<string?> Server =
        new("--postgres") { Description = "the server to use, as a connection string; without it one is started", HelpName = "CONNECTION" };

    internal static Command Create()
    {
        var command = new Command("throughput", "runs a second: enqueued, sent in process, recorded")
        {
            Runs, QuartzRuns, Concurrency, Body, All, Rounds, Store, Server, Nodes,
        };
        command.SetAction((parsed, _) => RunAsync(
            parsed.GetValue(Store) == "postgres",
            parsed.GetValue(Server),
            parsed.GetValue(Runs),
            parsed.GetValue(QuartzRuns),
            parsed.GetValue(All) ? AllConcurrencies : parsed.GetValue(Concurrency)!,
            parsed.GetValue(All) ? AllBodies : parsed.GetValue(Body)!,
            parsed.GetValue(Rounds),
            parsed.GetValue(Nodes)!));
        return command;
    }

    private static async Task RunAsync(
        bool isPostgres, string? server, int runs, int quartzRuns, int[] concurrencies, int[] bodies, int rounds, int[] nodes)
    {
        if (!isPostgres)
        {
            await RunAsync(ThroughputStore.Sqlite, runs, quartzRuns, concurrencies, bodies, rounds, nodes: []);
            return;
        }

        await using var started = server is null ? await PostgresServer.StartAsync(isDurable: true) : null;
        var store = ThroughputStore.Postgres(server ?? await started!.NewDatabaseAsync());
        await RunAsync(store, runs, quartzRuns, concurrencies, bodies, rounds, nodes);
    }

    private static async Task RunAsync(
        ThroughputStore store, int runs, int quartzRuns, int[] concurrencies, int[] bodies, int rounds, int[] nodes)
    {
        await using var app = await HelloApp.StartAsync();
        ThroughputCase[] cases =
            [.. concurrencies.SelectMany(_ => bodies, (concurrency, body) => new ThroughputCase(store, concurrency, body))];
        var measured = await Medians.MeasureAsync(
            rounds,
            [
                .. cases.SelectMany(one => one.Measurements(app.Sender, runs, nodes)),
                .. cases.DistinctBy(one => one.Concurrency).SelectMany(one => one.QuartzMeasurements(quartzRuns)),
            ]);
        measured.Print();
        foreach (var one in cases)
            measured.PrintRatio(one.JobQueueName, one.BareLoopName);
        foreach (var one in cases)
            foreach (var several in nodes)
                measured.PrintRatio(one.NodesName(several), one.JobQueueName);
        foreach (var one in cases.Where(one => one.BodyBytes == 0))
            foreach (var (way, _) in store.QuartzWays)
                measured.PrintRatio(one.JobQueueName, one.QuartzName(way));
    }
}
