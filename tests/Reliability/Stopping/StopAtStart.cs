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

    public string What => "SIGTERM at any moment of a start, in a migration, in the recovery, in a load: it ends by itself or by the signal, and the next start goes on";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var recorder = await bench.RecorderAsync();
        var program = await DebugHost.PathAsync();
        bench.MustBeZero("NOT_CLEAN", "NOT_RECOVERED");
        await Trials.RunAsync(
            bench, bench.Share(OneIn, Math.Min(Steps.Length, bench.Count), MostTrials),
            (number, chance) => TryOneAsync(bench, new Trial(recorder, $"t{number}", program), Steps[number % Steps.Length], chance), over);
    }

    private static async Task TryOneAsync(Bench bench, Trial trial, string? step, Random chance)
    {
        await using var _ = trial;
        trial.Host.Save(string.Concat(Enumerable.Range(0, Runs).Select(run => $"0 0 1 1 *  -  {trial.Url("delay=2000,50")} --name job-{run}\n")));
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
        bench.Must("NOT_CLEAN", code is Ended or EndedByKernel, () => $"{trial.Tag} {step}: exit code {code}; {trial.Host.Process.Output}{trial.Host.Process.Error}");
        bench.CountOne($"{step ?? "any moment"}: exit code {code}");
        await trial.StartAsync();
        var history = await trial.DrainAsync();
        CampaignReport.Tell(bench, history);
        foreach (var run in history.Ledger)
            bench.Must("NOT_RECOVERED", run.State == "succeeded", () => $"{trial.Tag} {step}: {run}");
    }
}
