using System.Diagnostics;
using System.Globalization;
using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Crontabs;

/// <summary>The crontab is saved in every way there is, good and bad, while a job of it is due every second.</summary>
internal sealed class Saves : IScenario
{
    private const int Kept = 15;
    private const int FlapsASecond = 100;
    private static readonly TimeSpan Flapping = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Promise = TimeSpan.FromSeconds(3);

    // After a little more what is written half is read, and what is cut off is removed: rightly.
    private static readonly TimeSpan LongestStep = TimeSpan.FromMilliseconds(400);

    public string Name => "crontab";

    public string What =>
        $"the crontab is saved in {Save.All.Count} ways, good and bad, and {FlapsASecond} times a second for {Flapping.TotalSeconds} s, while a job of it is due every second";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("NOT_IN_FORCE", "NOT_REFUSED", "REMOVED", "CHANGED_BY_BAD");
        await using var trial = new Trial(await bench.RecorderAsync(), "t0");
        trial.Host.Save(Text(trial, version: 0));
        await trial.StartAsync();
        var rounds = bench.Share(oneIn: 20, atLeast: 1, atMost: 60);
        var version = 0;
        var slowest = TimeSpan.Zero;
        var rightly = 0;
        for (var round = 0; round < rounds; round++)
        {
            foreach (var save in Save.All.OrderBy(_ => bench.Chance.Next()).ToList())
            {
                over.ThrowIfCancellationRequested();
                version++;
                var before = Removed(trial).Count;
                var step = await SaveAsync(bench, trial, save, version);
                slowest = Max(slowest, await InForceAsync(bench, trial, save.IsGood ? version : ++version, save));
                rightly += step < LongestStep ? 0 : Removed(trial).Count - before;
            }
        }

        version = await FlapAsync(bench, trial, version);
        slowest = Max(slowest, await InForceAsync(bench, trial, version, after: null));
        bench.Figure("saves", version);
        bench.Figure("slowest in force ms", slowest.TotalMilliseconds);
        var removed = Removed(trial);
        bench.Must("REMOVED", removed.Count == rightly, () => $"{removed.Count} times, {rightly} of them rightly: {removed[0]}");
        var history = await trial.DrainAsync();
        CampaignReport.Tell(bench, history);
        foreach (var (name, milliseconds) in Lateness.Figures(history))
            bench.Figure(name, milliseconds);
    }

    /// <summary>The longest time between two steps of it.</summary>
    private static async Task<TimeSpan> SaveAsync(Bench bench, Trial trial, Save save, int version)
    {
        var path = trial.Host.Crontab;
        var step = await save.DoAsync(path, Text(trial, version));
        if (save.IsGood)
            return step;
        var before = await VersionAsync(trial.Host);
        var isRefused = await IsSoonAsync(bench, async () => !(bool)(await trial.Host.GetAsync("/api/crontab"))["healthy"]!);
        bench.Must("NOT_REFUSED", isRefused is not null, () => save.Name);
        bench.Must("CHANGED_BY_BAD", await VersionAsync(trial.Host) == before && before < version, () => save.Name);
        if (Directory.Exists(path))
            Directory.Delete(path);
        return step;
    }

    /// <summary>How long after the last save it is in force; after a bad one a good one is saved first.</summary>
    private static async Task<TimeSpan> InForceAsync(Bench bench, Trial trial, int version, Save? after)
    {
        if (after is { IsGood: false })
            trial.Host.Save(Text(trial, version));
        var took = await IsSoonAsync(bench, async () =>
            await VersionAsync(trial.Host) == version && (bool)(await trial.Host.GetAsync("/api/crontab"))["healthy"]!);
        bench.Must("NOT_IN_FORCE", took is not null, () => $"{after?.Name ?? "many saves"}: {version}");
        return took ?? Promise;
    }

    /// <summary>As fast as it is asked of it, and at times with breaks in which it is read; the last version.</summary>
    private static async Task<int> FlapAsync(Bench bench, Trial trial, int version)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Flapping;)
        {
            trial.Host.Save(Text(trial, ++version));
            var pause = bench.Chance.Next(FlapsASecond) == 0 ? bench.Chance.Next(90, 250) : 1000 / FlapsASecond;
            await Until.PassedAsync(TimeSpan.FromMilliseconds(pause));
        }

        return version;
    }

    private static List<string> Removed(Trial trial) =>
        trial.Host.Ledger.Read("SELECT reason FROM events WHERE kind = 'removed'", row => row.GetString(0));

    private static async Task<TimeSpan?> IsSoonAsync(Bench bench, Func<Task<bool>> holds)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < bench.Limit(Promise); await Until.PassedAsync(TimeSpan.FromMilliseconds(20)))
        {
            if (await holds())
                return watch.Elapsed;
        }

        return null;
    }

    // The last line alone says which version it is; what is cut off before it has lost lines.
    private static string Text(Trial trial, int version) => string.Concat(
        Enumerable.Range(0, Kept).Select(number => $"0 0 1 1 *  -  /echo?n={number} --name kept-{number}\n")
            .Append($"@every 1s  -  {trial.Url("delay=20")} --name ticking\n")
            .Append(string.Create(CultureInfo.InvariantCulture, $"0 0 1 1 *  -  /echo?v={version} --name version\n")));

    private static async Task<int> VersionAsync(HostUnderTest host)
    {
        var job = await host.GetAsync("/api/jobs/version");
        return int.Parse(((string)job["request"]!["uri"]!).Split("v=")[1], CultureInfo.InvariantCulture);
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
