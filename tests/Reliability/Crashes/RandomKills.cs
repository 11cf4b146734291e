namespace JobQueue.Reliability.Crashes;

/// <summary>kill -9 at any moment, under load.</summary>
internal sealed class RandomKills : IScenario
{
    public string Name => "kill";

    public string What => "kill -9 at a random moment of a loaded host, again and again; then what came due, what the ledger says and what targets got are joined";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        await using var campaign = new CrashCampaign(await bench.RecorderAsync(), bench.Chance);
        var history = await campaign.RunAsync(bench.Count);
        bench.MustBeZero(Enum.GetNames<Fault>());
        foreach (var (fault, what) in CrashChecker.Check(history))
            bench.Find(fault.ToString(), what);
        bench.Figure("kills", campaign.Kills);
        bench.Figure("kills in flight", campaign.KillsInFlight);
        bench.Figure("occurrences", history.Expected.Count);
        bench.Figure("acknowledged", history.Acknowledged.Count);
        bench.Figure("requests", history.Arrivals.Count);
    }
}
