using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Downtimes;

/// <summary>Many one-time jobs came due while nothing ran.</summary>
internal sealed class Overdue : IScenario
{
    private const int MostJobs = 10_000;
    private const int LeastJobs = 500;
    private const int Concurrency = 8;

    public string Name => "overdue";

    public string What => $"up to {MostJobs} one-time jobs are overdue at a start: all run, {Concurrency} at once";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("TOO_MANY_AT_ONCE", "NOT_SENT");
        var jobs = Math.Clamp(bench.Count * 100, LeastJobs, MostJobs);
        await using var trial = new Trial(await bench.RecorderAsync(), "t0");
        trial.Host.Save("# none\n");
        await trial.StartAsync();
        await new Poster(trial.Host, "tomorrow").PostAsync();
        await trial.StopAsync();
        Multiply(trial, jobs);

        var started = DateTimeOffset.UtcNow;
        await trial.StartAsync($"--JobQueue:Concurrency={Concurrency}");
        var history = await trial.DrainAsync();
        CampaignReport.Tell(bench, history);
        foreach (var run in history.Ledger)
            bench.Must("NOT_SENT", run is { State: "succeeded", Attempt: 1 }, () => $"{run}");
        var most = Crowd.MostAtOnce(history.Arrivals);
        bench.Must("TOO_MANY_AT_ONCE", most <= Concurrency, () => $"{most}");
        bench.Figure("jobs", history.Ledger.Count);
        bench.Figure("most at once", most);
        bench.Figure("first after s", (history.Arrivals.Min(arrival => arrival.At) - started).TotalSeconds);
        bench.Figure("all after s", (history.Arrivals.Max(arrival => arrival.At) - started).TotalSeconds);
    }

    /// <summary>The one job again and again, for the recorder, which jobs of the API may not reach, an hour ago.</summary>
    private static void Multiply(Trial trial, int jobs)
    {
        var ledger = trial.Host.Ledger;
        var due = Trial.Text(DateTimeOffset.UtcNow.AddHours(-1));
        var columns = ledger.Read("SELECT name FROM pragma_table_info('runs') WHERE name NOT IN ('seq', 'id')", row => row.GetString(0));
        var list = string.Join(", ", columns);
        ledger.Execute(
            $"""
            BEGIN IMMEDIATE;
            UPDATE runs SET due = '{due}', not_before = '{due}', uri = '{trial.Url("delay=2")}', method = 'GET', confined = 0;
            WITH RECURSIVE numbers (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM numbers WHERE n < {jobs - 1})
            INSERT INTO runs (id, {list}) SELECT substr(id, 1, 24) || printf('%012x', n), {list} FROM runs, numbers;
            COMMIT;
            """);
        foreach (var id in ledger.Read("SELECT id FROM runs", row => row.GetString(0)))
            trial.Acknowledge(id);
    }
}
