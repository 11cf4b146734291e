using System.Collections.Concurrent;
using System.Diagnostics;
using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Storage;

/// <summary>A backup that was taken under load is put back after a kill: what was done before it stays done, what waited runs.</summary>
internal sealed class Restores : IScenario
{
    private const int OneIn = 5;
    private const int MostTrials = 60;
    private const int Posting = 4;
    private const int LeastAcknowledged = 20;
    private const string Concurrency = "--JobQueue:Concurrency=64";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan AfterTheStart = TimeSpan.FromSeconds(1);

    private static readonly string[] Lines =
    [
        "delay=20",
        "delay=300",
        "delay=1300 --overlap allow",
        "delay=1300 --overlap skip",
        "delay=700 --overlap queue",
        "delay=800 --overlap allow --on-crash never",
    ];

    public string Name => "restore";

    public string What => "jobqueue backup under load, which goes on; kill -9, jobqueue restore, and a start";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero(RestoredLedger.Classes);
        var restored = new ConcurrentQueue<RestoredLedger>();
        await Trials.RunAsync(
            bench,
            bench.Share(OneIn, 1, MostTrials),
            (null, null),
            async (trial, _, chance) => restored.Enqueue(await TryOneAsync(bench, trial, chance)),
            over);
        foreach (var (name, value) in restored.SelectMany(ledger => ledger.Figures()).GroupBy(figure => figure.Name, figure => figure.Value)
            .Select(figures => (figures.Key, figures.Sum())))
            bench.Figure(name, value);
        bench.Figure("slowest backup ms", restored.Max(ledger => ledger.Backup.Took.TotalMilliseconds));
    }

    private static async Task<RestoredLedger> TryOneAsync(Bench bench, Trial trial, Random chance)
    {
        trial.Host.Save(string.Concat(Lines.Select((line, number) =>
            $"@every 1s  -  {trial.Url(line.Split(' ')[0])} --name job-{number}{line[line.Split(' ')[0].Length..]}\n")));
        await trial.StartAsync(Concurrency);
        var clients = new Clients(Posting, Pace);
        using var enough = new CancellationTokenSource();
        var posting = clients.PostAsync(trial.Host, enough.Token);
        await Until.PassedAsync(TimeSpan.FromMilliseconds(chance.Next(2000)));
        await Until.TrueAsync($"{trial.Tag}: acknowledged posts", () => clients.Acknowledged.Count >= LeastAcknowledged);
        await trial.InFlightAsync(1);
        var backup = await BackUpAsync(bench, trial, clients);
        await Until.PassedAsync(TimeSpan.FromMilliseconds(chance.Next(200, 2500)));
        await trial.KillAsync();
        await enough.CancelAsync();
        await posting;
        var first = trial.HistoryUntil(DateTimeOffset.MinValue) with
        {
            Acknowledged = [.. clients.Acknowledged],
            Keyed = [.. clients.Keyed],
        };

        await RestoreAsync(trial, backup);
        var restarted = DateTimeOffset.UtcNow;
        // Half of them do not ask for what was due since the backup.
        TimeSpan? missedAfter = chance.Next(2) == 0 ? TimeSpan.FromSeconds(1) : null;
        await trial.StartAsync(missedAfter is null ? [Concurrency] : [Concurrency, $"--JobQueue:MissedAfter={missedAfter:c}"]);
        await clients.RepeatAsync(trial.Host);
        using var enoughAgain = new CancellationTokenSource(AfterTheStart);
        await clients.PostAsync(trial.Host, enoughAgain.Token);
        var second = await trial.DrainAsync() with
        {
            Acknowledged = [.. backup.Acknowledged, .. clients.Acknowledged.Skip(first.Acknowledged.Count)],
            Keyed = [.. backup.Keyed, .. clients.Keyed.Skip(first.Keyed.Count)],
            Crashes = [new Crash(backup.Began, restarted)],
        };
        var restored = new RestoredLedger(backup, first, second, restarted, missedAfter);
        restored.Tell(bench, trial.Tag, FinalRuns.Of(trial.Host.Ledger));
        return restored;
    }

    private static async Task<BackupUnderLoad> BackUpAsync(Bench bench, Trial trial, Clients clients)
    {
        // In this order: what is final is read first, so that all of it is older than the backup.
        var final = FinalRuns.Of(trial.Host.Ledger);
        var (acknowledged, keyed) = (clients.Acknowledged.ToList(), clients.Keyed.ToList());
        var path = Path.Combine(trial.Host.Folder, "backup.db");
        var began = DateTimeOffset.UtcNow;
        var watch = Stopwatch.StartNew();
        await CommandAsync(trial, "backup", path);
        var took = watch.Elapsed;
        var copy = new LedgerFile(path);
        var integrity = copy.Integrity();
        bench.Must("INTEGRITY", integrity == "ok", () => $"{trial.Tag}: {integrity}");
        FinalRuns.Compare(bench, $"{trial.Tag}, the backup", final, FinalRuns.Of(copy));
        return new BackupUnderLoad(path, began, took, acknowledged, keyed, copy.Runs(), FinalRuns.Of(copy));
    }

    private static Task RestoreAsync(Trial trial, BackupUnderLoad backup) => CommandAsync(trial, "restore", backup.Path, "--force");

    private static async Task CommandAsync(Trial trial, params string[] words)
    {
        var result = await JobQueueProcess.RunAsync([.. words, "--store", trial.Host.StoreOption], folder: trial.Host.Folder);
        Expect.Equal(0, result.ExitCode, $"{trial.Tag}: the exit code of {words[0]}; {result.Output}{result.Error}");
    }
}
