using System.CommandLine;
using System.Diagnostics;
using JobQueue.Benchmarks.Processes;

namespace JobQueue.Benchmarks.Post;

/// <summary><c>post</c>: one-time jobs through the API of the built host, beside a server that reads the same body and does nothing.</summary>
internal static class PostCommand
{
    private const int Ok = 200;
    private const int Created = 201;
    private const string Now = """{"at":"now","request":{"uri":"/echo"}}""";
    private const string Later = """{"at":"now + 1 day","request":{"uri":"/echo"}}""";

    private static readonly Option<int> Requests = new("--requests") { DefaultValueFactory = _ => 20_000, Description = "of a measurement" };
    private static readonly Option<int> Connections = new("--connections") { DefaultValueFactory = _ => 64, Description = "kept alive" };
    private static readonly Option<int> Rounds = new("--rounds") { DefaultValueFactory = _ => 5, Description = "of which the median counts" };

    internal static Command Create()
    {
        var command = new Command("post", "requests a second: POST /api/jobs of the built host") { Requests, Connections, Rounds };
        command.SetAction((parsed, _) => RunAsync(parsed.GetValue(Requests), parsed.GetValue(Connections), parsed.GetValue(Rounds)));
        return command;
    }

    private static async Task RunAsync(int requests, int connections, int rounds)
    {
        using var folder = new TempFolder();
        await using var host = await Server.StartHostAsync(folder, crontab: "");
        await using var empty = await Server.StartEmptyAsync();
        using var ledger = new LedgerFile(folder.File("jobqueue.db"));
        var measured = await Medians.MeasureAsync(rounds, [NowAsync, LaterAsync, EmptyAsync]);
        measured.Print();
        measured.PrintRatio("post.jobqueue", "post.empty");
        measured.PrintRatio("post.later", "post.empty");

        async Task<IReadOnlyList<Figure>> NowAsync()
        {
            var began = Stopwatch.GetTimestamp();
            var posted = await Posting.PostAsync(host, "/api/jobs", Now, requests, connections, Created);
            await ledger.DrainedAsync();
            var executed = requests / Stopwatch.GetElapsedTime(began).TotalSeconds;
            ledger.Check(posted.Ids, "succeeded");
            return [.. posted.Figures("post.jobqueue"), new Figure("post.jobqueue.executed", executed, "runs/s")];
        }

        async Task<IReadOnlyList<Figure>> LaterAsync()
        {
            var posted = await Posting.PostAsync(host, "/api/jobs", Later, requests, connections, Created);
            ledger.Check(posted.Ids, "scheduled");
            return posted.Figures("post.later");
        }

        async Task<IReadOnlyList<Figure>> EmptyAsync() =>
            (await Posting.PostAsync(empty, EmptyApp.Path, Now, requests, connections, Ok)).Figures("post.empty");
    }
}
