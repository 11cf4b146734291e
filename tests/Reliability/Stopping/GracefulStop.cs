using System.Diagnostics;
using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Stopping;

/// <summary>SIGTERM with requests in flight: those that fit the grace end and are recorded; the others go again, once.</summary>
internal sealed class GracefulStop : IScenario
{
    private const int Lines = 10;
    private const int OneLongIn = 4;
    private const int OneIn = 5;
    private const string TooLong = "delay=60000,100";
    private const int MostTrials = 200;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    // What takes a second or two fits it also on a machine that stands still meanwhile.
    private static readonly TimeSpan GraceWhereTimesAreNotJudged = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan BeyondGrace = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    public string Name => "stop";

    public string What =>
        $"SIGTERM while {Lines} jobs a second fit the grace of {Grace.TotalSeconds} s; in one of {OneLongIn} one does not, and goes again";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("EXIT_CODE", "SLOW_EXIT", "SENT_AFTER_STOP", "READY_AFTER_STOP", "NO_ANSWER_IN_GRACE", "NOT_RECOVERED");
        var count = bench.Share(OneIn, Math.Min(3, bench.Count), MostTrials);
        await Trials.RunAsync(
            bench, count, (null, null),
            (trial, number, chance) => TryOneAsync(bench, trial, hasLong: number % OneLongIn == 1, chance), over);
    }

    private static async Task TryOneAsync(Bench bench, Trial trial, bool hasLong, Random chance)
    {
        var grace = bench.JudgesTime ? Grace : GraceWhereTimesAreNotJudged;
        string[] settings = [$"--JobQueue:Grace={grace.TotalSeconds}s", "--JobQueue:Concurrency=32"];
        var lines = Enumerable.Range(0, Lines)
            .Select(line => $"@every 1s  -  {trial.Url($"delay={chance.Next(1500)}")} --name job-{line}\n");
        trial.Host.Save(
            string.Concat(lines)
            + $"0 0 1 1 *  -  {trial.Url(TooLong)} --name long\n");
        await trial.StartAsync(settings);
        if (hasLong)
            await trial.RunAsync("long");
        await trial.InFlightAsync(1);
        await Until.PassedAsync(TimeSpan.FromMilliseconds(chance.Next(1500)));

        var (asked, watch) = (DateTimeOffset.UtcNow, Stopwatch.StartNew());
        var (stop, watching) = (trial.Host.StopAsync(), WatchReadinessAsync(bench, trial, hasLong));
        var code = await stop;
        bench.Must("EXIT_CODE", code == 0, () => $"{trial.Tag}: {code}");
        bench.Must("SLOW_EXIT", watch.Elapsed <= grace + bench.Limit(BeyondGrace), () => $"{trial.Tag}: {watch.Elapsed}");
        await watching;
        // Who goes on sending does so until the grace is over.
        var hasStopped = asked + (grace * (bench.JudgesTime ? 1 : 2) / 3);
        bench.Must("SENT_AFTER_STOP", !trial.Arrivals.Any(arrival => arrival.At > hasStopped), () => trial.Tag);
        if (hasLong)
            await trial.NoteCrashAsync(asked + grace);
        await trial.StartAsync(settings);
        var history = await trial.DrainAsync();
        CampaignReport.Tell(bench, history);
        foreach (var run in history.Ledger.Where(run => run.State is not ("skipped" or "missed")))
        {
            var received = history.Arrivals.Count(arrival => arrival.RunId == run.Id);
            var isRecovered = run.State == "succeeded" && received == (run.Uri.Contains(TooLong, StringComparison.Ordinal) ? 2 : 1);
            bench.Must("NOT_RECOVERED", isRecovered, () => $"{trial.Tag}: {received} times {run}");
        }
    }

    // A load balancer asks over new connections, too. Where a run takes all of the grace they are still answered in it.
    private static async Task WatchReadinessAsync(Bench bench, Trial trial, bool hasLong)
    {
        if (await trial.Host.Process.TryOutputLineAsync("Stopping: nothing new is sent") is null)
            return;
        var answers = 0;
        for (; !trial.Host.Process.HasExited; await Until.PassedAsync(BetweenLooks))
        {
            var status = await trial.Host.TryStatusAsync("/readyz");
            bench.Must("READY_AFTER_STOP", status is null or 503, () => $"{trial.Tag}: {status}");
            answers += status is null ? 0 : 1;
        }

        bench.Must("NO_ANSWER_IN_GRACE", answers > 0 || !hasLong, () => trial.Tag);
        if (answers > 0)
            bench.CountOne("answered while it stopped");
    }
}
