using System.Diagnostics;
using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Crontabs;

/// <summary>Files that no crontab can be are saved in its place.</summary>
internal sealed class HugeFiles : IScenario
{
    private const int Mebibyte = 1 << 20;
    private const double MostMebibytesMore = 100;
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(1);

    private static readonly (string Name, Action<string> Save)[] Files =
    [
        ("100 MB",        path => Sparse(path, 100 * Mebibyte)),
        ("10 GB",         path => Sparse(path, 10L * 1024 * Mebibyte)),
        ("a 10 MB line",  path => File.WriteAllText(path, "0 0 1 1 *  -  /echo?" + new string('x', 10 * Mebibyte))),
        ("1,000,000 lines", path => File.WriteAllText(path, string.Concat(Enumerable.Repeat("# a line\n", 1_000_000)))),
    ];

    public string Name => "huge-crontab";

    public string What => "files of 100 MB, 10 GB, with a line of 10 MB, and of 1,000,000 lines in the place of the crontab";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("REFUSED_TOO_LATE", "MEMORY", "REMOVED");
        await using var trial = new Trial(await bench.RecorderAsync(), "t0");
        var good = $"@every 1s  -  {trial.Url("delay=20")} --name ticking\n";
        trial.Host.Save(good);
        await trial.StartAsync();
        foreach (var (name, save) in Files)
        {
            over.ThrowIfCancellationRequested();
            var pid = trial.Host.Process.Id;
            ProcessMemory.ForgetMost(pid);
            var before = ProcessMemory.Now(pid);
            save(trial.Host.Crontab + ".new");
            var watch = Stopwatch.StartNew();
            File.Move(trial.Host.Crontab + ".new", trial.Host.Crontab, overwrite: true);
            await trial.Host.CrontabAsync(crontab => !(bool)crontab["healthy"]!);
            var more = ProcessMemory.Most(pid) - before;
            bench.Figure($"{name}: refused after ms", watch.ElapsedMilliseconds);
            bench.Figure($"{name}: MiB more", more);
            bench.Must("REFUSED_TOO_LATE", watch.Elapsed < bench.Limit(Most), () => $"{name}: {watch.Elapsed}");
            bench.Must("MEMORY", more < MostMebibytesMore, () => $"{name}: {more} MiB more");
            trial.Host.Save(good);
            await trial.Host.LoadedAsync(jobs: 1);
        }

        bench.Must("REMOVED", trial.Host.Ledger.Count("events WHERE kind = 'removed'") == 0, () => "a job was removed");
        CampaignReport.Tell(bench, await trial.DrainAsync());
    }

    private static void Sparse(string path, long bytes)
    {
        using var file = new FileStream(path, FileMode.Create);
        file.SetLength(bytes);
    }
}
