namespace JobQueue.Reliability.Crashes;

/// <summary>kill -9 while many clients POST: what was acknowledged is there, and a key that is used again names the same job.</summary>
internal sealed class Accepting : IScenario
{
    private const int Lines = 1;
    private const int MostClients = 50;

    public string Name => "accept";

    public string What =>
        $"kill -9 while {MostClients} clients POST; one in four with an Idempotency-Key, sent again after it where the answer was lost";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var clients = new Clients(MostClients, TimeSpan.FromMilliseconds(200));
        await using var campaign = new CrashCampaign(await bench.RecorderAsync(), bench.Chance, Lines, clients);
        var history = await campaign.RunAsync(bench.Share(oneIn: 4, atLeast: 1, atMost: 250), over);
        CampaignReport.Tell(bench, campaign, clients, history);
    }
}
