using System.Text;
using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Api;

/// <summary>
/// More requests than the API can answer, good and bad, while jobs are due in a queue of their own: what waits in a queue that is flooded
/// waits behind the flood.
/// </summary>
internal sealed class Flood : IScenario
{
    private const int Lines = 20;
    private const int Connections = 64;
    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostLater = TimeSpan.FromMilliseconds(100);

    private static readonly (string Method, string Path, string? Body)[] Requests =
    [
        ("GET",    "/api/jobs?limit=20",        null),
        ("POST",   "/api/jobs",                 """{"at":"now","request":{"uri":"/echo"}}"""),
        ("GET",    "/api/runs?limit=50",        null),
        ("POST",   "/api/jobs",                 """{"at":"now","request":{"uri":"/echo?delay=20ms"}}"""),
        ("POST",   "/api/jobs",                 """{"at":"the 32nd","request":{"uri":"/echo"}}"""),
        ("POST",   "/api/jobs",                 """{"at":"now","request":"""),
        ("GET",    "/healthz",                  null),
        ("DELETE", "/api/jobs/nobody",          null),
        ("POST",   "/api/jobs/ticking-0/pause", """{"reason":"""),
        ("GET",    "/nowhere?x=%00%ff",         null),
    ];

    public string Name => "flood";

    public string What =>
        $"{Connections} connections send good and bad requests for {Lasting.TotalSeconds} s while {Lines} jobs a second are due";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("WRONG_ANSWER", "LATER", "CRASH");
        await using var trial = new Trial(await bench.RecorderAsync(), "t0");
        trial.Host.Save(string.Concat(Enumerable.Range(0, Lines).Select(number =>
            $"@every 1s  -  {trial.Url("")} --name ticking-{number} --queue ticking\n")));
        await trial.StartAsync();
        var began = DateTimeOffset.UtcNow;
        await Task.Delay(Lasting, over);
        var flooded = DateTimeOffset.UtcNow;
        var (pid, memory) = (trial.Host.Process.Id, ProcessMemory.Now(trial.Host.Process.Id));
        var sent = await Task.WhenAll(Enumerable.Range(0, Connections).Select(number =>
            Task.Run(() => FloodAsync(bench, trial, number, flooded + Lasting))));
        var ended = DateTimeOffset.UtcNow;
        bench.Must("CRASH", !trial.Host.Process.HasExited, () => trial.Host.Process.Error);
        bench.Figure("requests", sent.Sum());
        bench.Figure("MiB before", memory);
        bench.Figure("MiB at most", ProcessMemory.Most(pid));
        var history = await trial.DrainAsync();
        CampaignReport.Tell(bench, history);
        var ticking = history.Arrivals.Where(arrival => arrival.Job != "-" && arrival.Tag == "t0").ToList();
        var before = Crowd.LatePercentile99(ticking, began, flooded);
        var during = Crowd.LatePercentile99(ticking, flooded, ended);
        bench.Figure("late ms p99 before", before);
        bench.Figure("late ms p99 in the flood", during);
        bench.Must("LATER", !bench.JudgesTime || during - before <= MostLater.TotalMilliseconds, () => $"{during} ms, {before} ms before");
    }

    private static async Task<int> FloodAsync(Bench bench, Trial trial, int number, DateTimeOffset until)
    {
        var sent = 0;
        for (; DateTimeOffset.UtcNow < until; sent++)
        {
            var (method, path, body) = Requests[(number + sent) % Requests.Length];
            using var message = new HttpRequestMessage(new HttpMethod(method), trial.Host.Url + path)
            {
                Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"),
            };
            using var response = await HostUnderTest.SendAsync(message);
            var status = (int)response.StatusCode;
            bench.Must("WRONG_ANSWER", status < 500, () => $"{method} {path} {body}: {status}");
            if (status == 201)
                trial.Acknowledge(response.Headers.Location!.OriginalString.Split('/')[^1]);
        }

        return sent;
    }
}
