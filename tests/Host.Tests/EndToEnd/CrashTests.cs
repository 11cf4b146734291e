using System.Globalization;
using JobQueue.Reliability.Crashes;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>kill -9, at random and with requests in flight. JOBQUEUE_KILLS says how often; 5 unless said.</summary>
[TestClass]
public sealed class CrashTests
{
    private const int UsualKills = 5;

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Kill_AgainAndAgain_LosesDoublesAndInventsNothing()
    {
        var said = Environment.GetEnvironmentVariable("JOBQUEUE_KILLS");
        var kills = int.TryParse(said, CultureInfo.InvariantCulture, out var asked) ? asked : UsualKills;
        await using var recorder = await Recorder.StartAsync();
        await using var campaign = new CrashCampaign(recorder, new Random(20260301));

        var history = await campaign.RunAsync(kills);
        var faults = CrashChecker.Check(history);

        TestContext.WriteLine(Figures(campaign, history, faults));
        Assert.IsEmpty(faults, string.Join('\n', faults.Take(20)));
        Assert.IsGreaterThanOrEqualTo(kills / 2.0, campaign.KillsInFlight);
        Assert.IsGreaterThan(kills, history.Acknowledged.Count);
    }

    private static string Figures(CrashCampaign campaign, History history, List<(Fault Fault, string What)> faults)
    {
        var lateness = history.Arrivals
            .Where(arrival => arrival.Attempt == 1)
            .Select(arrival => (arrival.At - arrival.Due).TotalMilliseconds)
            .Order()
            .ToList();
        var repeated = history.Arrivals.GroupBy(arrival => arrival.RunId).Where(sent => sent.Count() > 1).ToList();
        var afterCrash = repeated.Count(sent => sent.OrderBy(a => a.At).SkipLast(1).Any(a => !history.RetriedOn.Contains(a.Status)));
        var most = repeated.Select(sent => sent.Count()).DefaultIfEmpty(1).Max();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            kills {campaign.Kills}, with requests in flight {campaign.KillsInFlight}
            occurrences {history.Expected.Count}, one-time jobs acknowledged {history.Acknowledged.Count}
            rows {history.Ledger.Count}, requests {history.Arrivals.Count}
            sent again {repeated.Count} runs, {afterCrash} of them after a crash; at most {most} times
            lateness in ms: p50 {lateness[lateness.Count / 2]:F1}, p99 {lateness[lateness.Count * 99 / 100]:F1}, max {lateness[^1]:F1}
            {string.Join(", ", Enum.GetValues<Fault>().Select(fault => $"{fault} {faults.Count(found => found.Fault == fault)}"))}
            """);
    }
}
