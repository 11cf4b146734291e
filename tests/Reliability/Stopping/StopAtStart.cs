using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Stopping;

/// <summary>SIGTERM before the process is up: while it starts, migrates, recovers, loads its crontab.</summary>
internal sealed class StopAtStart : IScenario
{
    private const int Runs = 3;
    private const int LongestMilliseconds = 1200;
    private const int OneIn = 10;
    private const int MostTrials = 50;
    private const int Ended = 0;

    // 128 + SIGTERM: before there is a handler, the kernel ends the process.
    private const int EndedByKernel = 143;

    // Null: at any moment.
    private static readonly string?[] Steps = [null, "in-migration", "in-recovery", "after-recovery", "in-load"];

    public string Name => "stop-at-start";

    public string What =>
        "SIGTERM at any moment of a start, in a migration, in the recovery, in a load: a clean end, and the next start goes on";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var program = await DebugHost.PathAsync();
        bench.MustBeZero("NOT_CLEAN", "NOT_RECOVERED");
        var count = bench.Share(OneIn, Math.Min(Steps.Length, bench.Count), MostTrials);
        await Trials.RunAsync(
            bench, count, (program, null),
            (trial, number, chance) => TryOneAsync(bench, trial, Steps[number % Steps.Length], chance), over);
    }

    private static async Task TryOneAsync(Bench bench, Trial trial, string? step, Random chance)
    {
        var lines = Enumerable.Range(0, Runs).Select(run => $"0 0 1 1 *  -  {trial.Url("delay=60000,50")} --name job-{run}\n");
        trial.Host.Save(string.Concat(lines));
        if (step != "in-migration")
        {
            await trial.StartAsync();
            await Task.WhenAll(Enumerable.Range(0, Runs).Select(run => trial.RunAsync($"job-{run}")));
            await trial.InFlightAsync(Runs);
            await trial.KillAsync();
        }

        if (step == "in-load")
            trial.Host.Save(File.ReadAllText(trial.Host.Crontab) + "0 1 1 1 *  -  /echo --name another\n");
        var starting = trial.TryStartAsync(step is null ? null : $"{step}:term");
        if (step is null)
        {
            await Until.PassedAsync(TimeSpan.FromMilliseconds(chance.Next(LongestMilliseconds)));
            trial.Host.Process.Terminate();
        }

        await starting;
        var code = await trial.DiedAsync();
        bench.Must("NOT_CLEAN", code is Ended or EndedByKernel, () => $"{trial.Tag} {step}: {code}; {trial.Host.Process.Error}");
        bench.CountOne($"{step ?? "any moment"}: exit code {code}");
        await trial.StartAsync();
        var history = await trial.DrainAsync();
        CampaignReport.Tell(bench, history);
        foreach (var run in history.Ledger)
            bench.Must("NOT_RECOVERED", run.State == "succeeded", () => $"{trial.Tag} {step}: {run}");
    }
}
