using System.Collections.Concurrent;
using System.Globalization;
using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Api;

/// <summary>Jobs are deleted, cancelled, paused, or remove themselves at the moment they are due.</summary>
internal sealed class Races : IScenario
{
    private const int OfEachKind = 12;
    private const int Kinds = 5;

    // One-time jobs are due so long after they were posted; what is done to them comes at most so much before or after that:
    // an answer takes milliseconds too.
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(1.5);
    private const int MostMillisecondsBefore = 80;
    private const int MostMillisecondsAfter = 15;

    private readonly record struct Gone(string Job, DateTimeOffset At);

    public string Name => "races";

    public string What =>
        "jobs are deleted, cancelled, paused, or remove themselves, within milliseconds of their due; then nothing more of them is sent";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("SENT_AFTER", "WRONG_ANSWER");
        await using var trial = new Trial(await bench.RecorderAsync(), "t0");
        trial.Host.Save("# none\n");
        await trial.StartAsync("--JobQueue:Concurrency=64");
        var gone = new ConcurrentQueue<Gone>();
        var rounds = bench.Share(oneIn: OfEachKind * Kinds, atLeast: 1, atMost: 170);
        for (var round = 0; round < rounds; round++)
        {
            over.ThrowIfCancellationRequested();
            await RoundAsync(bench, trial, round, gone);
        }

        trial.Host.Save("# no more\n");
        await trial.Host.LoadedAsync(jobs: 0);
        var history = await trial.DrainAsync();
        CampaignReport.Tell(bench, history);
        Judge(bench, trial, history, gone);
        bench.Figure("races", gone.Count);
    }

    private static async Task RoundAsync(Bench bench, Trial trial, int round, ConcurrentQueue<Gone> gone)
    {
        string[] recurring = ["delete", "pause", "410"];
        trial.Host.Save(string.Concat(recurring.SelectMany(kind => Enumerable.Range(0, OfEachKind).Select(number =>
            $"@every 1s  -  {trial.Url(kind == "410" ? "status=410&delay=5" : "delay=5")} --name {kind}-{round}-{number} --overlap allow\n"))));
        var races = Enumerable.Range(0, OfEachKind).SelectMany(number => new[]
        {
            AtDueAsync(bench, trial, gone, $"delete-{round}-{number}", HttpMethod.Delete, "", Off(bench)),
            AtDueAsync(bench, trial, gone, $"pause-{round}-{number}", HttpMethod.Post, "/pause", Off(bench)),
            SeenRemovedAsync(trial, gone, $"410-{round}-{number}"),
            OnceAsync(bench, trial, gone, "DELETE", Off(bench)),
            OnceAsync(bench, trial, gone, "POST", Off(bench)),
        }).ToList();
        await Task.WhenAll(races);
        // What would come after all, comes.
        await Until.PassedAsync(TimeSpan.FromSeconds(1.2));
    }

    private static int Off(Bench bench) => bench.Chance.Next(-MostMillisecondsBefore, MostMillisecondsAfter);

    private static async Task AtDueAsync(
        Bench bench, Trial trial, ConcurrentQueue<Gone> gone, string job, HttpMethod method, string verb, int offMilliseconds)
    {
        var document = await trial.Host.JobAsync(job, known => known["next"] is not null);
        var due = DateTimeOffset.Parse((string)document["next"]!, CultureInfo.InvariantCulture);
        await UntilAsync(due.AddMilliseconds(offMilliseconds));
        await SendAsync(bench, trial, gone, (string)document["id"]!, method, $"/api/jobs/{job}{verb}");
    }

    private static async Task OnceAsync(Bench bench, Trial trial, ConcurrentQueue<Gone> gone, string method, int offMilliseconds)
    {
        var due = DateTimeOffset.UtcNow + Ahead;
        var answer = await new Poster(trial.Host, Trial.Text(due)).PostAsync();
        // On a busy machine it comes when its time has passed: no race.
        if (answer.Status == 400 && answer.At > due)
            return;
        bench.Must("WRONG_ANSWER", answer.IsAcknowledged, () => $"{answer}");
        trial.Acknowledge(answer.Id!);
        await UntilAsync(due.AddMilliseconds(offMilliseconds));
        var path = method == "DELETE" ? $"/api/jobs/{answer.Id}" : $"/api/runs/{answer.Id}/cancel";
        await SendAsync(bench, trial, gone, answer.Id!, new HttpMethod(method), path);
    }

    private static async Task SendAsync(Bench bench, Trial trial, ConcurrentQueue<Gone> gone, string job, HttpMethod method, string path)
    {
        using var message = new HttpRequestMessage(method, trial.Host.Url + path);
        using var response = await HostUnderTest.SendAsync(message);
        var status = (int)response.StatusCode;
        if (status is 200 or 204)
            gone.Enqueue(new Gone(job, DateTimeOffset.UtcNow));
        // It had ended before.
        bench.Must("WRONG_ANSWER", status is 200 or 204 or 409, () => $"{method} {path}: {status}");
    }

    private static async Task SeenRemovedAsync(Trial trial, ConcurrentQueue<Gone> gone, string job)
    {
        var document = await trial.Host.JobAsync(job, "removed");
        gone.Enqueue(new Gone((string)document["id"]!, DateTimeOffset.UtcNow));
    }

    private static void Judge(Bench bench, Trial trial, History history, IEnumerable<Gone> gone)
    {
        var sent = trial.Host.Ledger
            .Read("SELECT id, sent FROM runs WHERE sent IS NOT NULL", row => (Id: row.GetString(0), At: LedgerFile.Instant(row, 1)!.Value))
            .ToDictionary(run => run.Id, run => run.At);
        var arrivals = history.Arrivals.ToLookup(arrival => arrival.Job);
        var onTheirWay = 0;
        foreach (var (job, at) in gone)
        {
            foreach (var arrival in arrivals[job].Where(arrival => arrival.At > at))
            {
                // What was in flight when the answer was given may arrive after it.
                if (sent.TryGetValue(arrival.RunId, out var begun) && begun <= at)
                    onTheirWay++;
                else
                    bench.Find("SENT_AFTER", $"gone {at:O}: {arrival}");
            }
        }

        bench.Figure("in flight at the answer", onTheirWay);
    }

    private static async Task UntilAsync(DateTimeOffset at)
    {
        var left = at - DateTimeOffset.UtcNow;
        if (left > TimeSpan.Zero)
            await Task.Delay(left);
    }
}
