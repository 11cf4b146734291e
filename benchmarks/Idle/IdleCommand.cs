using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using JobQueue.Benchmarks.Processes;

namespace JobQueue.Benchmarks.Idle;

/// <summary><c>idle</c>: what the built host takes while nothing is due, beside the same with one line, and an empty app.</summary>
internal static class IdleCommand
{
    private const int HoursADay = 24;
    private const int MinutesAnHour = 60;

    // From now on, no line is due in these hours.
    private const int QuietHours = 2;

    private static readonly Option<int> Lines = new("--lines") { DefaultValueFactory = _ => 10_000, Description = "lines of the crontab" };
    private static readonly Option<int> Seconds = new("--seconds") { DefaultValueFactory = _ => 30, Description = "of a measurement" };

    // What is done twice a second is compiled anew for the last time after more than 30 seconds.
    private static readonly Option<int> Settle = new("--settle") { DefaultValueFactory = _ => 60, Description = "seconds from the start to the first" };
    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 3, Description = "of which the median counts" };

    internal static Command Create()
    {
        var command = new Command("idle", "processor and memory of the built host while nothing is due") { Lines, Seconds, Settle, Rounds };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(Lines),
            TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
            TimeSpan.FromSeconds(parsed.GetValue(Settle)),
            parsed.GetValue(Rounds),
            cancellationToken));
        return command;
    }

    private static async Task RunAsync(int lines, TimeSpan window, TimeSpan settle, int rounds, CancellationToken cancel)
    {
        using var folder = new TempFolder();
        using var folderOfOne = new TempFolder();
        await using var host = await Server.StartHostAsync(folder, Crontab(lines));
        await using var hostOfOne = await Server.StartHostAsync(folderOfOne, Crontab(1));
        await using var empty = await Server.StartEmptyAsync();
        (string Name, Server Server)[] measured = [("idle.jobqueue", host), ("idle.oneline", hostOfOne), ("idle.empty", empty)];
        await Task.Delay(settle, cancel);

        var medians = await Medians.MeasureAsync(rounds, [AllAsync]);
        medians.Print();
        medians.PrintRatio("idle.jobqueue.resident", "idle.oneline.resident");
        medians.PrintRatio("idle.jobqueue.resident", "idle.empty.resident");
        Check(folder, lines);
        Check(folderOfOne, 1);

        // At the same time: each does next to nothing.
        async Task<IReadOnlyList<Figure>> AllAsync()
        {
            var figures = await Task.WhenAll(measured.Select(one => MeasureAsync(one.Name, one.Server, window, cancel)));
            return [.. figures.SelectMany(one => one)];
        }
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string name, Server server, TimeSpan window, CancellationToken cancel)
    {
        var (began, processor) = (Stopwatch.GetTimestamp(), server.Processor);
        await Task.Delay(window, cancel);
        var share = (server.Processor - processor) / Stopwatch.GetElapsedTime(began);
        return [new Figure($"{name}.processor", share * 100, "% of a core"), .. await ServerMemory.FiguresAsync(name, server)];
    }

    private static string Crontab(int lines)
    {
        var hour = TimeProvider.System.GetUtcNow().Hour + QuietHours;
        return string.Concat(Enumerable.Range(0, lines).Select(number => string.Create(
            CultureInfo.InvariantCulture,
            $"{number % MinutesAnHour} {(hour + number / MinutesAnHour % (HoursADay - 2 * QuietHours)) % HoursADay} * * * nobody GET /echo?job={number}\n")));
    }

    private static void Check(TempFolder folder, int lines)
    {
        using var ledger = new LedgerFile(folder.File("jobqueue.db"));
        if (ledger.Count("jobs WHERE state = 'active'") is var jobs && jobs != lines)
            throw new InvalidOperationException($"{jobs} of {lines} lines are jobs");
        if (ledger.Count("runs") is > 0 and var runs)
            throw new InvalidOperationException($"it was not idle: {runs} runs");
    }
}
