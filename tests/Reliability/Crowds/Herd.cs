using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Crowds;

/// <summary>Many recurring jobs are due at one instant, beside others in a queue of their own.</summary>
internal sealed class Herd : IScenario
{
    private const int MostJobs = 10_000;
    private const int LeastJobs = 300;
    private const int JobsOfACount = 500;
    private const int Others = 20;
    private const int Concurrency = 8;
    private const int Steps = 20;

    // All of a load have one grid.
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);
    private static readonly TimeSpan MostLateOfOthers = TimeSpan.FromSeconds(2);

    public string Name => "herd";

    public string What =>
        $"up to {MostJobs} recurring jobs are due at one instant, {Concurrency} at once, beside {Others} a second in a queue of their own";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("TOO_MANY_AT_ONCE", "OVERTAKEN", "NOT_SENT", "OTHERS_LATE");
        var jobs = Math.Clamp(bench.Count * JobsOfACount, LeastJobs, MostJobs);
        await using var trial = new Trial(await bench.RecorderAsync(), "t0");
        var due = await StartAsync(trial, jobs);
        var up = DateTimeOffset.UtcNow;
        // In steps: each has its time.
        for (var step = 1; step <= Steps; step++)
        {
            over.ThrowIfCancellationRequested();
            var count = jobs * step / Steps;
            await Until.TrueAsync($"{count} of the herd", () => trial.Arrivals.Count(arrival => arrival.Due == due) >= count);
        }

        var drained = await trial.DrainAsync();
        var herd = drained.Ledger.Where(run => run.Queue == "herd").ToList();
        var history = drained with { Expected = [.. drained.Expected, .. Ids(trial).Select(id => (id, due))] };
        CampaignReport.Tell(bench, history);
        Judge(bench, history, herd, jobs, due);
        bench.Figure("up before the due s", (due - up).TotalSeconds);
    }

    /// <summary>A process that is up a little before all of them are due; the due.</summary>
    private static async Task<DateTimeOffset> StartAsync(Trial trial, int jobs)
    {
        var herd = string.Concat(Enumerable.Range(0, jobs).Select(number =>
            $"@every 1h  -  {trial.Url($"delay=2&n={number}")} --name herd-{number} --queue herd\n"));
        var others = string.Concat(Enumerable.Range(0, Others).Select(number =>
            $"@every 1s  -  {trial.Url("")} --name ticking-{number} --queue ticking\n"));
        trial.Host.Save(herd);
        var began = DateTimeOffset.UtcNow;
        await trial.StartAsync();
        await trial.Host.LoadedAsync(jobs);
        // What a start takes, and some seconds of the others alone.
        var now = DateTimeOffset.UtcNow;
        var due = now + (now - began) + TimeSpan.FromSeconds(3);
        await trial.StopAsync();
        trial.Host.Ledger.Execute($"UPDATE jobs SET anchor = '{Trial.Text(due - Every)}'");
        trial.Host.Save(herd + others);
        await trial.StartAsync($"--JobQueue:Queues:herd:Concurrency={Concurrency}");
        await trial.Host.LoadedAsync(jobs + Others);
        return due;
    }

    private static List<string> Ids(Trial trial) =>
        trial.Host.Ledger.Read("SELECT id FROM jobs WHERE queue = 'herd'", row => row.GetString(0));

    private static void Judge(Bench bench, History history, List<LedgerRun> herd, int jobs, DateTimeOffset due)
    {
        foreach (var run in herd)
            bench.Must("NOT_SENT", run is { State: "succeeded", Attempt: 1 } && run.Due == due, () => $"{run}");
        bench.Must("NOT_SENT", herd.Count == jobs, () => $"{herd.Count} rows of {jobs} jobs");
        var ids = herd.Select(run => run.Id).ToHashSet();
        var came = history.Arrivals.Where(arrival => ids.Contains(arrival.RunId)).ToList();
        var atOnce = Crowd.MostAtOnce(came);
        var overtaken = Crowd.MostOvertaken(herd, came);
        bench.Must("TOO_MANY_AT_ONCE", atOnce <= Concurrency, () => $"{atOnce}");
        bench.Must("OVERTAKEN", overtaken <= Concurrency, () => $"{overtaken} by one");
        var last = came.Max(arrival => arrival.At);
        var others = history.Arrivals.Where(arrival => !ids.Contains(arrival.RunId));
        // Those that were due just before, too, can be late for it.
        var late = Crowd.LatePercentile99(others, due.AddSeconds(-1), last);
        bench.Must("OTHERS_LATE", !bench.JudgesTime || late <= MostLateOfOthers.TotalMilliseconds, () => $"{late} ms");
        bench.Figure("jobs", jobs);
        bench.Figure("first after ms", (came.Min(arrival => arrival.At) - due).TotalMilliseconds);
        bench.Figure("all sent after s, the largest lateness", (last - due).TotalSeconds);
        bench.Figure("most at once", atOnce);
        bench.Figure("most overtaken by one", overtaken);
        bench.Figure("late ms p99 of the others", late);
    }
}
