using System.CommandLine;
using System.Diagnostics;
using JobQueue.Benchmarks.Throughput;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;

namespace JobQueue.Benchmarks.Latency;

/// <summary><c>latency</c>: from the enqueue of a run that is due now to the first line of its endpoint, while nothing else runs; beside one commit.</summary>
internal static class LatencyCommand
{
    private const int ToWarmUp = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(3);
    private static readonly JobRequest Request = new() { Method = "GET", Uri = LiveApp.Arrivals };

    private static readonly Option<int> Runs = new("--runs") { DefaultValueFactory = _ => 2_000, Description = "one after the other" };

    internal static Command Create()
    {
        var command = new Command("latency", "milliseconds from the enqueue of a run to the first line of its endpoint") { Runs };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(Runs)));
        return command;
    }

    private static async Task RunAsync(int runs)
    {
        using var folder = new TempFolder();
        var arrival = new TaskCompletionSource<long>();
        await using var app = await LiveApp.StartAsync(folder, crontab: "", concurrency: null, _ => arrival.SetResult(Stopwatch.GetTimestamp()));
        using var ledger = new LedgerFile(folder.File("jobqueue.db"));
        using var bare = new BareLedger(folder.File("bare.db"));
        var (latencies, commits) = (new List<double>(), new List<double>());
        for (var i = 0; i < ToWarmUp + runs; i++)
        {
            arrival = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            var latency = await LatencyAsync(app.Commands, ledger, arrival.Task);
            var commit = Commit(bare);
            if (i < ToWarmUp)
                continue;
            latencies.Add(latency);
            commits.Add(commit);
        }

        Print(Spread.Of(latencies), Spread.Of(commits));
    }

    private static async Task<double> LatencyAsync(JobCommands commands, LedgerFile ledger, Task<long> arrival)
    {
        var began = Stopwatch.GetTimestamp();
        var (added, id, _) = await commands.ScheduleOnceAsync(TimeProvider.System.GetUtcNow(), Request, JobPolicy.Default, requestedBy: null, key: null);
        var arrived = await arrival.WaitAsync(Patience);
        await ledger.DrainedAsync();
        if (added != Added.New || ledger.State(id!) != "succeeded")
            throw new InvalidOperationException($"the run is {ledger.State(id!)}, expected succeeded");
        await Task.Delay(Rest);
        return Stopwatch.GetElapsedTime(began, arrived).TotalMilliseconds;
    }

    /// <summary>The same row, by the same statement, alone.</summary>
    private static double Commit(BareLedger bare)
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = new Run { Id = RunId.New(now), Due = now, Created = now, Request = Request };
        var began = Stopwatch.GetTimestamp();
        bare.Commit(run);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static void Print(Spread latency, Spread commit)
    {
        foreach (var figure in latency.Figures("latency.jobqueue").Concat(commit.Figures("latency.commit")))
            figure.Rounded().Print();
        new Figure("latency.jobqueue-commit.p50", latency.P50 - commit.P50, "ms").Rounded().Print();
        new Figure("latency.jobqueue/commit.p50", latency.P50 / commit.P50, "ratio").Rounded().Print();
    }
}
