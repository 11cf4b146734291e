namespace JobQueue.Reliability.Crashes;

/// <summary>kill -9 inside the recovery of a kill -9, over and over, with the same crontab.</summary>
internal sealed class RecoveryKills : IScenario
{
    private const int Runs = 3;
    private const int MostLoops = 20;
    private const int OneIn = 10;
    private const int MostTrials = 25;

    private static readonly string[] Steps = ["in-recovery", "after-recovery"];

    public string Name => "recovery";

    public string What =>
        $"kill -9 with {Runs} requests in flight, then up to {MostLoops} times in the recovery from it: they go once more, and once";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var program = await DebugHost.PathAsync();
        bench.MustBeZero("NOT_REACHED", "NOT_RECOVERED");
        var loops = Math.Min(MostLoops, bench.Count);
        var count = bench.Share(OneIn, Math.Min(2, bench.Count), MostTrials);
        await Trials.RunAsync(
            bench, count, (program, null),
            (trial, number, chance) => TryOneAsync(bench, trial, Steps[number % Steps.Length], loops, chance), over);
    }

    private static async Task TryOneAsync(Bench bench, Trial trial, string step, int loops, Random chance)
    {
        var lines = Enumerable.Range(0, Runs).Select(run => $"0 0 1 1 *  -  {trial.Url("delay=60000,50")} --name job-{run}\n");
        trial.Host.Save(string.Concat(lines));
        await trial.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Runs).Select(run => trial.RunAsync($"job-{run}")));
        await trial.InFlightAsync(Runs);
        await trial.KillAsync();
        for (var loop = 0; loop < loops; loop++)
        {
            var isUp = await trial.TryStartAsync($"{step}:kill:{(step == "in-recovery" ? chance.Next(1, Runs + 1) : 1)}");
            bench.Must("NOT_REACHED", !isUp && await trial.DiedAsync() == Trial.KilledExitCode, () => $"{trial.Tag}: {step}");
        }

        await trial.StartAsync();
        var history = await trial.DrainAsync();
        CampaignReport.Tell(bench, history);
        foreach (var run in history.Ledger)
        {
            var received = history.Arrivals.Count(arrival => arrival.RunId == run.Id);
            var isRecovered = (received, run) is (2, { State: "succeeded", Attempt: 2, Crashes: 1 });
            bench.Must("NOT_RECOVERED", isRecovered, () => $"{trial.Tag}: {received} times {run}");
        }
    }
}
