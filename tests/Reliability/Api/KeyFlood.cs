using System.Collections.Concurrent;
using System.Net;
using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Api;

/// <summary>
/// One key posts far above its rate limit, another at its leisure, while jobs are due in a queue of their own: the one is slowed down, and
/// nothing else.
/// </summary>
internal sealed class KeyFlood : IScenario
{
    private const int Lines = 20;
    private const int Loud = 20;
    private const double MostMoreMebibytes = 150;

    // The default; where times are not judged one that a slow machine exceeds, too.
    private const int LimitPerSecond = 100;
    private const int LimitWhereTimesAreNotJudged = 10;

    // So many are let in at once.
    private const int Burst = 2;

    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostLater = TimeSpan.FromMilliseconds(100);

    // Of one client: together they ask ten times for what the limit lets in, and do not fill the processors themselves.
    private static readonly TimeSpan LoudPace = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan QuietPace = TimeSpan.FromMilliseconds(250);

    public string Name => "flood-keys";

    public string What =>
        $"{Loud} clients with one key post for {Lasting.TotalSeconds} s, far above its limit, and one client with another key, while {Lines} jobs a second "
        + "are due";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("WRONG_ANSWER", "NO_RETRY_AFTER", "NOT_LIMITED", "OTHER_KEY", "LATER", "CRASH", "MEMORY");
        await using var trial = new Trial(await bench.RecorderAsync(), "t0");
        var host = trial.Host;
        host.Save(string.Concat(Enumerable.Range(0, Lines).Select(number =>
            $"@every 1s  -  {trial.Url("")} --name ticking-{number} --queue ticking\n")));
        host.Key = await AddKeyAsync(host, "admin");
        var (loud, quiet) = (await AddKeyAsync(host, "loud"), await AddKeyAsync(host, "quiet"));
        var limit = bench.JudgesTime ? LimitPerSecond : LimitWhereTimesAreNotJudged;
        await trial.StartAsync($"--JobQueue:RateLimit={limit}/s");

        // 1. The quiet one alone.
        var began = DateTimeOffset.UtcNow;
        var alone = await PostAsync(host, quiet, clients: 1, QuietPace, began + Lasting);
        var memory = ProcessMemory.Now(host.Process.Id);
        ProcessMemory.ForgetMost(host.Process.Id);

        // 2. Beside the loud one.
        var flooded = DateTimeOffset.UtcNow;
        var flood = PostAsync(host, loud, Loud, LoudPace, flooded + Lasting);
        var beside = await PostAsync(host, quiet, clients: 1, QuietPace, flooded + Lasting);
        var flooding = await flood;
        var ended = DateTimeOffset.UtcNow;
        var most = ProcessMemory.Most(host.Process.Id);

        // 3. What came of it.
        bench.Must("CRASH", !host.Process.HasExited, () => host.Process.Error);
        bench.Must("MEMORY", most - memory <= MostMoreMebibytes, () => $"{most} MiB, {memory} before");
        bench.Figure("MiB before", memory);
        bench.Figure("MiB at most", most);
        Judge(bench, flooding, limit, ended - flooded);
        foreach (var answer in alone.Concat(beside))
            bench.Must("OTHER_KEY", answer.Status == HttpStatusCode.Created, () => $"{answer}");
        foreach (var answer in alone.Concat(beside).Concat(flooding).Where(answer => answer.Id is not null))
            trial.Acknowledge(answer.Id!);
        var history = await trial.DrainAsync();
        CampaignReport.Tell(bench, history);
        var ticking = history.Arrivals.Where(arrival => arrival is { Job: not "-", Tag: "t0" }).ToList();
        var (before, during) = (Crowd.LatePercentile99(ticking, began, flooded), Crowd.LatePercentile99(ticking, flooded, ended));
        bench.Figure("late ms p99 before", before);
        bench.Figure("late ms p99 in the flood", during);
        bench.Must("LATER", !bench.JudgesTime || during - before <= MostLater.TotalMilliseconds, () => $"{during} ms, {before} ms before");
    }

    private static void Judge(Bench bench, IReadOnlyCollection<Reply> flooding, int limit, TimeSpan lasted)
    {
        var accepted = flooding.Count(answer => answer.Id is not null);
        var refused = flooding.Count(answer => answer.Status == HttpStatusCode.TooManyRequests);
        bench.Figure("posts of the loud key", flooding.Count);
        bench.Figure("of these accepted", accepted);
        bench.Figure("of these 429", refused);
        var most = limit * (Burst + lasted.TotalSeconds);
        bench.Must("NOT_LIMITED", refused > 0 && accepted <= most, () => $"{accepted} accepted, {most} at most; {refused} refused");
        foreach (var answer in flooding)
        {
            bench.Must(
                "WRONG_ANSWER", answer.Status is HttpStatusCode.Created or HttpStatusCode.TooManyRequests, () => $"{answer}");
            bench.Must(
                "NO_RETRY_AFTER",
                answer.Status != HttpStatusCode.TooManyRequests || answer.RetryAfter >= TimeSpan.FromSeconds(1),
                () => $"{answer}");
        }
    }

    // As its user does before the first start: the first key is to be an admin's.
    private static async Task<string> AddKeyAsync(HostUnderTest host, string name)
    {
        var role = name == "admin" ? "admin" : "operator";
        var result = await JobQueueProcess.RunAsync(["key", "add", name, "--role", role, "--store", host.StoreOption], folder: host.Folder);
        Expect.Equal(0, result.ExitCode, $"the exit code of key add; {result.Error}");
        return result.Output.Trim();
    }

    private static async Task<IReadOnlyCollection<Reply>> PostAsync(
        HostUnderTest host, string key, int clients, TimeSpan pace, DateTimeOffset until)
    {
        var replies = new ConcurrentQueue<Reply>();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            for (; DateTimeOffset.UtcNow < until; await Until.PassedAsync(pace))
                replies.Enqueue(await PostAsync(host, key));
        }));
        return replies;
    }

    private static async Task<Reply> PostAsync(HostUnderTest host, string key)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, host.Url + "/api/jobs")
        {
            Content = new StringContent("""{"at":"now","request":{"uri":"/echo"}}""", System.Text.Encoding.UTF8, "application/json"),
        };
        message.Headers.Authorization = new("Bearer", key);
        using var response = await HostUnderTest.SendAsync(message);
        var id = response.StatusCode == HttpStatusCode.Created ? response.Headers.Location!.OriginalString.Split('/')[^1] : null;
        return new Reply(response.StatusCode, id, response.Headers.RetryAfter?.Delta);
    }

    private sealed record Reply(HttpStatusCode Status, string? Id, TimeSpan? RetryAfter);
}
