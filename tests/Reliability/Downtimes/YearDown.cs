using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Downtimes;

/// <summary>Nothing ran for a year: half a billion occurrences are missed.</summary>
internal sealed class YearDown : IScenario
{
    private const int MostJobs = 1000;
    private const int LeastJobs = 50;
    private const int MostRowsAJob = 2;
    private const double MostMebibytesMore = 50;
    private static readonly TimeSpan MostUntilFirst = TimeSpan.FromSeconds(5);

    public string Name => "year-down";

    public string What => $"up to {MostJobs} jobs that are due every minute, and one every second, after a year in which nothing ran";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("FIRST_TOO_LATE", "ROWS", "MEMORY", "COUNT");
        var jobs = Math.Clamp(bench.Count * 10, LeastJobs, MostJobs);
        var recorder = await bench.RecorderAsync();
        await using var trial = new Trial(recorder, "t0");
        trial.Host.Save(string.Concat(
            Enumerable.Range(0, jobs).Select(number => $"* * * * *  -  /echo?n={number} --name minutely-{number}\n")
                .Append($"@every 1s  -  {trial.Url("")} --name ticking\n")));
        await trial.StartAsync();
        var usual = ProcessMemory.Most(trial.Host.Process.Id);
        await trial.StopAsync();
        trial.Host.Ledger.Execute(
            $"DELETE FROM attempts; DELETE FROM responses; DELETE FROM runs; UPDATE jobs SET anchor = '{Trial.Text(DateTimeOffset.UtcNow.AddYears(-1))}'");

        var started = DateTimeOffset.UtcNow;
        await trial.StartAsync("--JobQueue:MissedAfter=0");
        await Until.TrueAsync("a first request", () => recorder.Since(started).Any());
        var first = recorder.Since(started).First().At - started;
        bench.Must("FIRST_TOO_LATE", first < bench.Limit(MostUntilFirst), () => $"{first}");
        await Until.TrueAsync("a row of every job", () =>
            trial.Host.Ledger.Count("(SELECT DISTINCT job_id FROM runs WHERE state = 'missed')") == jobs + 1);
        var more = ProcessMemory.Most(trial.Host.Process.Id) - usual;
        bench.Must("MEMORY", more < MostMebibytesMore, () => $"{more} MiB more");
        await trial.StopAsync();
        Judge(bench, trial.Host.Ledger, started);
        bench.Figure("jobs", jobs);
        bench.Figure("first request after s", first.TotalSeconds);
        bench.Figure("MiB more than at the start before", more);
    }

    private static void Judge(Bench bench, LedgerFile ledger, DateTimeOffset started)
    {
        var rows = ledger.Runs().Where(run => run.JobId is not null && run.Due < started).ToLookup(run => run.JobId);
        bench.Figure("occurrences missed", rows.SelectMany(job => job).Sum(run => (double)run.Count));
        foreach (var job in rows)
        {
            bench.Must("ROWS", job.Count() <= MostRowsAJob, () => $"{job.Count()} of {job.Key}");
            // A year of minutes, or of seconds.
            bench.Must("COUNT", job.Sum(run => run.Count) > 520_000, () => $"{job.Sum(run => run.Count)} of {job.Key}");
        }
    }
}
