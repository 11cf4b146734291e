namespace JobQueue.Reliability.Crashes;

/// <summary>kill -9 at any moment, under load.</summary>
internal sealed class RandomKills : IScenario
{
    private const int Lines = 42;

    public string Name => "kill";

    public string What =>
        $"kill -9 at a random moment of 5 to 1500 ms while {Lines} jobs a second of every kind run and clients post";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var clients = new Clients(count: 3, TimeSpan.FromMilliseconds(20));
        await using var campaign = new CrashCampaign(await bench.RecorderAsync(), bench.Chance, Lines, clients);
        var history = await campaign.RunAsync(bench.Count, over);
        CampaignReport.Tell(bench, campaign, clients, history);
    }
}
