using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Poison;

/// <summary>Jobs that end the process they run in.</summary>
internal sealed class PoisonJobs : IScenario
{
    private const int MostDeaths = 3;
    private const int OneIn = 10;
    private const int MostTrials = 40;

    public string Name => "poison";

    public string What =>
        $"an endpoint that ends the process ({string.Join(", ", AppCommand.Ends.Keys)}): at most {MostDeaths} deaths, then quarantined";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var program = typeof(PoisonJobs).Assembly.Location;
        bench.MustBeZero("DEATHS", "NOT_QUARANTINED", "NOT_TOLD", "OTHERS");
        var count = bench.Share(OneIn, Math.Min(AppCommand.Ends.Count, bench.Count), MostTrials);
        await Trials.RunAsync(bench, count, (program, AppCommand.Name), (trial, number, _) => TryOneAsync(bench, trial, number), over);
    }

    private static async Task TryOneAsync(Bench bench, Trial trial, int number)
    {
        var how = AppCommand.Ends.Keys.ElementAt(number % AppCommand.Ends.Count);
        var poison = $"/end/{how}";
        trial.Host.Save("@every 1s  -  /fine --name every-second\n");
        await trial.StartAsync();
        await trial.AddAsync("now + 1 second", poison);
        await trial.AddAsync("now + 10 seconds", "/fine");
        var deaths = 0;
        for (; deaths <= MostDeaths && !await IsQuarantinedAsync(trial); deaths++)
        {
            await trial.DiedAsync();
            await trial.TryStartAsync(null);
        }

        bench.Must("DEATHS", deaths <= MostDeaths, () => $"{trial.Tag}: {how} ended {deaths} processes");
        if (deaths > MostDeaths)
            return;
        await trial.AddAsync("now", "/fine");
        var history = await trial.DrainAsync();
        var poisoned = history.Ledger.Single(run => run.Uri == poison);
        CampaignReport.Tell(bench, history);
        bench.Must("NOT_QUARANTINED", poisoned is { State: "quarantined", Attempt: MostDeaths }, () => $"{trial.Tag}: {poisoned}");
        bench.Must(
            "NOT_TOLD",
            trial.Host.Process.Output.Contains($"Run {poisoned.Id} of ", StringComparison.Ordinal)
                && trial.Host.Ledger.Count($"events WHERE kind = 'quarantined' AND run_id = '{poisoned.Id}'") == 1,
            () => $"{trial.Tag}: {poisoned}");
        // Whose run was in flight at each of the deaths is as suspect as the one that caused them.
        var others = history.Ledger.Where(run => run != poisoned && run.State is not ("succeeded" or "skipped" or "missed"))
            .ToLookup(run => run is { State: "quarantined", Crashes: MostDeaths });
        foreach (var other in others[false])
            bench.Find("OTHERS", $"{trial.Tag}: {other}");
        foreach (var _ in others[true])
            bench.CountOne("in flight beside it at each death, quarantined too");
    }

    // Or the process has ended.
    private static async Task<bool> IsQuarantinedAsync(Trial trial)
    {
        var isQuarantined = false;
        await Until.TrueAsync($"{trial.Tag}: a death or a quarantine", () =>
            (isQuarantined = trial.Host.Ledger.Count("runs WHERE state = 'quarantined'") > 0) || trial.Host.Process.HasExited);
        return isQuarantined && !trial.Host.Process.HasExited;
    }
}
