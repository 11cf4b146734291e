using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using JobQueue.Benchmarks.Post;
using JobQueue.Benchmarks.Processes;

namespace JobQueue.Benchmarks.Memory;

/// <summary><c>memory</c>: the built host on a ledger in which many one-time jobs wait, beside the same on an empty one.</summary>
internal static class MemoryCommand
{
    private const int Created = 201;
    private const int Posts = 100;
    private const string Later = """{"at":"now + 200 days","request":{"uri":"/echo"}}""";

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private static readonly Option<int> Jobs = new("--jobs") { DefaultValueFactory = _ => 1_000_000, Description = "one-time jobs that wait" };
    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 3, Description = "of which the median counts" };

    internal static Command Create()
    {
        var command = new Command("memory", "start, memory and answers of the built host while many one-time jobs wait") { Jobs, Rounds };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(Jobs), parsed.GetValue(Rounds), cancellationToken));
        return command;
    }

    private static async Task RunAsync(int jobs, int rounds, CancellationToken cancel)
    {
        using var full = new TempFolder();
        using var empty = new TempFolder();
        await WaitingLedger.FillAsync(full.File("jobqueue.db"), jobs);
        var measured = await Medians.MeasureAsync(
            rounds, [() => MeasureAsync("memory.waiting", full, jobs, cancel), () => MeasureAsync("memory.empty", empty, 0, cancel)]);
        measured.Print();
        foreach (var figure in (string[])["start", "resident", "post.p50"])
            measured.PrintRatio($"memory.waiting.{figure}", $"memory.empty.{figure}");
    }

    private static async Task<IReadOnlyList<Figure>> MeasureAsync(string name, TempFolder folder, int jobs, CancellationToken cancel)
    {
        // 1. From before the process until it says that it listens, and until it says that it is well.
        var began = Stopwatch.GetTimestamp();
        await using var host = await Server.StartHostAsync(folder, crontab: "");
        await HealthyAsync(host, cancel);
        var healthy = Stopwatch.GetElapsedTime(began);

        // 2. Memory, once it is quiet.
        await Task.Delay(Settle, cancel);
        var memory = await ServerMemory.FiguresAsync(name, host);
        using var ledger = new LedgerFile(folder.File("jobqueue.db"));
        if (ledger.Count("runs WHERE state = 'scheduled'") is var waiting && waiting < jobs)
            throw new InvalidOperationException($"{waiting} of {jobs} jobs wait");

        // 3. Further jobs, one after the other; and one that is due soon.
        var posted = await Posting.PostAsync(host, "/api/jobs", Later, Posts, connections: 1, Created);
        ledger.Check(posted.Ids, "scheduled");
        var lateness = await LatenessAsync(host, ledger);
        await host.StopAsync();
        return
        [
            new Figure($"{name}.start", host.StartTook.TotalSeconds, "s"),
            new Figure($"{name}.healthy", healthy.TotalSeconds, "s"),
            .. memory,
            .. posted.Latency.Figures($"{name}.post"),
            new Figure($"{name}.lateness", lateness.TotalMilliseconds, "ms"),
        ];
    }

    private static async Task HealthyAsync(Server host, CancellationToken cancel)
    {
        using var http = new HttpClient();
        while (!(await http.GetAsync(new Uri(host.Url, "/healthz"), cancel)).IsSuccessStatusCode)
            await Task.Delay(TimeSpan.FromMilliseconds(1), cancel);
    }

    /// <summary>From the due of a job to the start of its first attempt, as the ledger has it.</summary>
    private static async Task<TimeSpan> LatenessAsync(Server host, LedgerFile ledger)
    {
        var due = TimeProvider.System.GetUtcNow() + Soon;
        var soon = string.Create(CultureInfo.InvariantCulture, $$$"""{"at":"{{{due:yyyy-MM-dd'T'HH:mm:ss.fffzzz}}}","request":{"uri":"/echo"}}""");
        var posted = await Posting.PostAsync(host, "/api/jobs", soon, count: 1, connections: 1, Created);
        var lateness = await ledger.LatenessAsync(posted.Ids[0]!);
        return lateness >= TimeSpan.Zero ? lateness : throw new InvalidOperationException($"a job was early by {-lateness}");
    }
}
