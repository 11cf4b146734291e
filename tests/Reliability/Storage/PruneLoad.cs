using System.Diagnostics;
using System.Globalization;
using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Storage;

/// <summary>A ledger with much history is pruned to a tenth while jobs are due.</summary>
internal sealed class PruneLoad : IScenario
{
    private const int RowsOfACount = 10_000;
    private const int LeastRows = 20_000;
    private const int MostRows = 1_000_000;
    private const int Lines = 20;
    private static readonly TimeSpan MostLater = TimeSpan.FromMilliseconds(100);

    // Of a row; far more than it takes.
    private static readonly TimeSpan LongestPruning = TimeSpan.FromMilliseconds(5);

    // What is read and compiled at a start makes the first late.
    private static readonly TimeSpan WarmingUp = TimeSpan.FromSeconds(3);

    public string Name => "prune-load";

    public string What => $"up to {MostRows} rows of history are pruned to a tenth while {Lines} jobs a second are due";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("PRUNED_TOO_MUCH", "NOT_PRUNED", "NOT_SHORTER", "DAMAGED", "LATER");
        var rows = Math.Clamp(bench.Count * RowsOfACount, LeastRows, MostRows);
        await using var trial = new Trial(await bench.RecorderAsync(), "t0");
        var history = new OldHistory(trial.Host, rows);
        await history.MakeAsync();
        var (file, before) = (new FileInfo(Path.Combine(trial.Host.Folder, trial.Host.Store)), history.Bytes);

        var started = DateTimeOffset.UtcNow;
        // To the minute: in half a minute to one and a half, where time is judged; where not, the last is long past and it begins at once.
        var at = started.AddSeconds(90);
        history.NotePruning(bench.JudgesTime ? started : started.AddDays(-2));
        trial.Host.Save(OldHistory.Crontab + string.Concat(Enumerable.Range(0, Lines).Select(number =>
            $"@every 1s  -  {trial.Url("")} --name ticking-{number}\n")));
        await trial.StartAsync(
            "--JobQueue:Retention:Age=30d", $"--JobQueue:Retention:RunsPerJob={history.KeptOfAJob}",
            string.Create(CultureInfo.InvariantCulture, $"--JobQueue:Retention:At={at:HH:mm}"));
        var up = DateTimeOffset.UtcNow;
        var left = at.AddSeconds(-at.Second) - up;
        await Until.PassedAsync(bench.JudgesTime && left > TimeSpan.Zero ? left : TimeSpan.Zero);
        await Until.TrueAsync("a pruning", () => history.IsBegun);
        var begun = DateTimeOffset.UtcNow;
        await EndedAsync(history, rows * LongestPruning, over);
        var ended = DateTimeOffset.UtcNow;

        var drained = await trial.DrainAsync();
        CampaignReport.Tell(bench, drained with { Ledger = [.. drained.Ledger.Where(run => run.Due >= started)] });
        history.Judge(bench);
        file.Refresh();
        bench.Figure("rows", rows);
        bench.Figure("pruned in s", (ended - begun).TotalSeconds);
        bench.Figure("MiB before", before / 1048576.0);
        bench.Figure("MiB after", file.Length / 1048576.0);
        var usual = Crowd.LatePercentile99(drained.Arrivals, up + WarmingUp, begun);
        var during = Crowd.LatePercentile99(drained.Arrivals, begun.AddSeconds(-1), ended);
        bench.Figure("late ms p99 before", usual);
        bench.Figure("late ms p99 while it is pruned", during);
        bench.Must("LATER", !bench.JudgesTime || during - usual <= MostLater.TotalMilliseconds, () => $"{during} ms, {usual} ms before");
    }

    private static async Task EndedAsync(OldHistory history, TimeSpan limit, CancellationToken over)
    {
        for (var watch = Stopwatch.StartNew(); !history.IsPruned; await Until.PassedAsync(TimeSpan.FromMilliseconds(100)))
        {
            over.ThrowIfCancellationRequested();
            Expect.Equal(true, watch.Elapsed < limit + JobQueueProcess.Limit, "the end of the pruning in time");
        }
    }
}
