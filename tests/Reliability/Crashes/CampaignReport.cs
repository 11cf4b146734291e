namespace JobQueue.Reliability.Crashes;

/// <summary>What came of a campaign, told to the bench.</summary>
internal static class CampaignReport
{
    // As clusters are started.
    private const int SlotsOfANode = 32;

    internal static void Tell(Bench bench, CrashCampaign campaign, Clients clients, History history)
    {
        Tell(bench, history);
        var repeated = history.Arrivals.GroupBy(arrival => arrival.RunId).Where(sent => sent.Count() > 1).ToList();
        bench.Figure("kills", campaign.Kills);
        bench.Figure("kills in flight", campaign.KillsInFlight);
        bench.Figure("occurrences", history.Expected.Count);
        bench.Figure("acknowledged", history.Acknowledged.Count);
        bench.Figure("posts sent again", clients.Repeated);
        bench.Figure("rows", history.Ledger.Count);
        bench.Figure("requests", history.Arrivals.Count);
        bench.Figure("runs sent again", repeated.Count);
        bench.Figure("most sendings of a run", repeated.Select(sent => sent.Count()).DefaultIfEmpty(1).Max());
        bench.Figure("interrupted, never again", history.Ledger.Count(run => run is { IsOnceOnly: true, State: "failed" }));
        bench.Figure("quarantined", history.Ledger.Count(run => run.State == "quarantined"));
        foreach (var (name, milliseconds) in Lateness.Figures(history))
            bench.Figure(name, milliseconds);
    }

    /// <summary>The faults of a history, each of its class.</summary>
    internal static void Tell(Bench bench, History history)
    {
        bench.MustBeZero(CrashChecker.LookedFor(history).Select(FaultWord.Of));
        var scaled = history with
        {
            UnseenFor = bench.Limit(history.UnseenFor),
            UnrecordedFor = bench.Limit(history.UnrecordedFor),
            Step = bench.Limit(history.Step),
            MostSteps = bench.JudgesTime ? history.MostSteps : SlotsOfANode,
        };
        foreach (var (fault, what) in CrashChecker.Check(scaled))
            bench.Find(FaultWord.Of(fault), what);
    }
}
