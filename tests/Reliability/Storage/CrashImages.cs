using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Storage;

/// <summary>
/// The files of the ledger as a power cut leaves them,
/// at any moment under load, whole and with the end of the log torn off.
/// </summary>
internal sealed class CrashImages : IScenario
{
    private const int Lines = 8;
    private const int TornOfEach = 4;
    private const int MostMillisecondsBetween = 150;
    private const int SectorBytes = 512;

    public string Name => "crash-images";

    public string What => $"copies of the ledger's files, taken at any moment under load; each {TornOfEach} times with a torn log";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("UNACKED", "INTEGRITY");
        await using var trial = new Trial(await bench.RecorderAsync(), "t0");
        trial.Host.Save(string.Concat(Enumerable.Range(0, Lines).Select(number =>
            $"@every 1s  -  {trial.Url($"delay={100 * number}")} --name job-{number} --overlap allow\n")));
        await trial.StartAsync();
        using var enough = new CancellationTokenSource();
        var poster = new Poster(trial.Host, "now", bodyBytes: 200);
        var posting = poster.PostAsync(clients: 4, TimeSpan.FromMilliseconds(10), enough.Token);
        await Until.TrueAsync("a first acknowledgement", () => poster.Acknowledged.Any());
        var images = bench.Share(oneIn: 2, atLeast: 1, atMost: 500);
        var torn = 0;
        for (var image = 0; image < images; image++)
        {
            over.ThrowIfCancellationRequested();
            torn += await TakeOneAsync(bench, trial, poster);
        }

        await enough.CancelAsync();
        await posting;
        foreach (var id in poster.Acknowledged)
            trial.Acknowledge(id);
        CampaignReport.Tell(bench, await trial.DrainAsync());
        bench.Figure("images", images);
        bench.Figure("torn images", torn);
        bench.Figure("acknowledged", poster.Acknowledged.Count());
    }

    /// <summary>How many torn ones there were.</summary>
    private static async Task<int> TakeOneAsync(Bench bench, Trial trial, Poster poster)
    {
        var folder = Directory.CreateDirectory(Path.Combine(bench.Folder, "images"));
        await Until.PassedAsync(TimeSpan.FromMilliseconds(bench.Chance.Next(MostMillisecondsBetween)));
        // What is acknowledged before an image is taken is on disk then; what the log has beyond it may not be.
        var before = poster.Acknowledged.ToList();
        var early = CrashImage.Take(trial.Host, Path.Combine(folder.FullName, "early.db"));
        await Until.PassedAsync(TimeSpan.FromMilliseconds(bench.Chance.Next(MostMillisecondsBetween)));
        var acknowledged = poster.Acknowledged.ToList();
        var whole = CrashImage.Take(trial.Host, Path.Combine(folder.FullName, "whole.db"));
        var torn = 0;
        if (whole.IsAppendedTo(early, Path.Combine(folder.FullName, "early.db")) && whole.LogBytes > early.LogBytes)
        {
            for (; torn < TornOfEach; torn++)
                Check(bench, Tear(bench.Chance, whole, early.LogBytes, Path.Combine(folder.FullName, $"torn-{torn}.db")), before, "torn");
        }

        Check(bench, whole, acknowledged, "whole");
        folder.Delete(recursive: true);
        return torn;
    }

    private static CrashImage Tear(Random chance, CrashImage whole, long from, string to)
    {
        var end = chance.NextInt64(from, whole.LogBytes);
        var garbage = new byte[SectorBytes];
        chance.NextBytes(garbage);
        return whole.Torn(to, end, chance.Next(2) == 0 ? garbage : null);
    }

    private static void Check(Bench bench, CrashImage image, List<string> acknowledged, string what)
    {
        var integrity = image.Ledger.Integrity();
        bench.Must("INTEGRITY", integrity == "ok", () => $"{what}: {integrity}");
        var ids = image.Ledger.Read("SELECT id FROM runs", row => row.GetString(0)).ToHashSet();
        foreach (var id in acknowledged.Where(id => !ids.Contains(id)))
            bench.Find("UNACKED", $"{what}: {id}");
    }
}
