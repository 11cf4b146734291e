using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Crontabs;

/// <summary>Lines are changed, renamed, moved, taken away and brought back while their runs are under way.</summary>
internal sealed class Edits : IScenario
{
    private const string Concurrency = "--JobQueue:Concurrency=64";
    private const int MostMillisecondsBetween = 700;

    private static readonly Func<EditedCrontab, EditedCrontab>[] All =
    [
        crontab => crontab with { Revision = crontab.Revision + 1 },
        crontab => crontab with { IsRenamed = !crontab.IsRenamed },
        crontab => crontab with { IsSwapped = !crontab.IsSwapped },
        crontab => crontab with { Comments = crontab.Comments + 1 },
        crontab => crontab with { IsRetimed = !crontab.IsRetimed },
        crontab => crontab with { IsAway = !crontab.IsAway },
        crontab => crontab with { HasEqualLine = !crontab.HasEqualLine },
        crontab => crontab with
        {
            Revision = crontab.Revision + 1, IsSwapped = !crontab.IsSwapped, IsAway = !crontab.IsAway, HasNameTwice = true,
        },
    ];

    public string Name => "edits";

    public string What =>
        $"{All.Length} kinds of edits of a crontab, in any order, one with a name given twice, while runs of its lines are under way";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero(EditedRuns.Classes);
        bench.MustBeZero("CHANGED_BY_BAD", "NO_WARNING");
        await using var trial = new Trial(await bench.RecorderAsync(), "t0");
        var crontab = new EditedCrontab(trial.Url);
        trial.Host.Save(crontab.Text);
        await trial.StartAsync(Concurrency);
        var runs = new EditedRuns(trial);
        var rounds = bench.Share(oneIn: 10, atLeast: 1, atMost: 100);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var edit in All.OrderBy(_ => bench.Chance.Next()).ToList())
            {
                over.ThrowIfCancellationRequested();
                await Until.PassedAsync(TimeSpan.FromMilliseconds(bench.Chance.Next(MostMillisecondsBetween)));
                await trial.InFlightAsync(1);
                crontab = await EditAsync(bench, trial, runs, crontab, edit(crontab) with { Version = crontab.Version + 1 });
            }
        }

        // All are due every second again, and have been for a while.
        await PutAsync(bench, trial, runs, new EditedCrontab(trial.Url) { Version = crontab.Version + 1, Revision = crontab.Revision });
        await trial.InFlightAsync(1);
        runs.Tell(bench, await trial.DrainAsync());
        bench.Figure("edits", rounds * All.Length);
    }

    /// <summary>What is in force then.</summary>
    private static async Task<EditedCrontab> EditAsync(Bench bench, Trial trial, EditedRuns runs, EditedCrontab before, EditedCrontab after)
    {
        if (!after.HasNameTwice)
        {
            await PutAsync(bench, trial, runs, after);
            return after;
        }

        var was = Jobs(trial);
        runs.NoteInFlight();
        Save(trial, after);
        var refused = await trial.Host.CrontabAsync(crontab => !(bool)crontab["healthy"]!);
        var message = (string)refused["errors"]![0]!["message"]!;
        bench.Must("CHANGED_BY_BAD", message.Contains("taken by", StringComparison.Ordinal), () => message);
        var now = Jobs(trial);
        bench.Must("CHANGED_BY_BAD", now.SequenceEqual(was), () => $"{Text(was.Except(now))}, then {Text(now.Except(was))}");
        var mended = before with { Version = after.Version + 1 };
        await PutAsync(bench, trial, runs, mended);
        return mended;
    }

    private static async Task PutAsync(Bench bench, Trial trial, EditedRuns runs, EditedCrontab crontab)
    {
        runs.NoteInFlight();
        runs.NoteSave(crontab.Revision);
        Save(trial, crontab);
        await trial.Host.JobAsync("version", job => EditedCrontab.RevisionOf((string)job["request"]!["uri"]!) == crontab.Version);
        var read = await trial.Host.LoadedAsync(crontab.Jobs);
        runs.NoteInForce(crontab.Revision);
        var warnings = read["warnings"]!.AsArray().Count;
        bench.Must("NO_WARNING", warnings == (crontab.HasEqualLine ? 1 : 0), () => $"{warnings} warnings: {read["warnings"]}");
    }

    // At once: of what is cut first and then written the half may be read.
    private static void Save(Trial trial, EditedCrontab crontab)
    {
        File.WriteAllText(trial.Host.Crontab + ".new", crontab.Text);
        File.Move(trial.Host.Crontab + ".new", trial.Host.Crontab, overwrite: true);
    }

    private static string Text(IEnumerable<string> jobs) => string.Join(", ", jobs);

    // Lines may be noted a moment after a load.
    private static List<string> Jobs(Trial trial) => trial.Host.Ledger.Read(
        "SELECT id || ' ' || identity || ' ' || state || ' ' || anchor || ' ' || fingerprint || ' ' || uri FROM jobs ORDER BY id",
        row => row.GetString(0));
}
