using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Storage;

/// <summary>
/// A ledger that is gone or damaged at the start: it is refused with what to do,
/// or nothing of it is lost. Never a silent empty start.
/// </summary>
internal sealed class DamagedLedger : IScenario
{
    private const int Posts = 60;
    private const int Lines = 20;
    private const string Tomorrow = "runs WHERE state = 'scheduled'";

    public string Name => "damaged";

    public string What => "the ledger is deleted, emptied, replaced, cut, or has bytes flipped while nothing runs; then a start";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("SILENT_EMPTY", "SILENT_DAMAGE", "NO_ADVICE", "EXIT_CODE");
        var recorder = await bench.RecorderAsync();
        await using var good = new Trial(recorder, "good");
        good.Host.Save(string.Concat(Enumerable.Range(0, Lines).Select(number => $"0 0 1 1 *  -  /echo?n={number} --name job-{number}\n")));
        await good.StartAsync();
        var poster = new Poster(good.Host, "tomorrow", bodyBytes: 500);
        for (var post = 0; post < Posts; post++)
            await poster.PostAsync();
        await good.StopAsync();

        var flips = bench.Share(oneIn: 2, atLeast: 2, atMost: 200);
        var damages = Damage.Once.Concat(Enumerable.Repeat(Damage.Flip, flips)).ToList();
        var refused = 0;
        await Trials.RunAsync(
            bench,
            damages.Count,
            (null, null),
            async (trial, number, chance) =>
            {
                if (!await TryOneAsync(bench, good, trial, damages[number], chance))
                    Interlocked.Increment(ref refused);
            },
            over);
        bench.Figure("refused", refused);
    }

    /// <summary>Whether it came up.</summary>
    private static async Task<bool> TryOneAsync(Bench bench, Trial good, Trial trial, Damage damage, Random chance)
    {
        foreach (var file in Directory.GetFiles(good.Host.Folder))
            File.Copy(file, Path.Combine(trial.Host.Folder, Path.GetFileName(file)));
        damage.Do(Path.Combine(trial.Host.Folder, trial.Host.Store), chance);
        var what = $"{trial.Tag}, {damage.Name}";
        if (await trial.Host.TryStartAsync([]))
        {
            var integrity = trial.Host.Ledger.Integrity();
            bench.Must("SILENT_DAMAGE", integrity == "ok", () => $"{what}: {integrity}");
            bench.Must("SILENT_EMPTY", integrity != "ok" || trial.Host.Ledger.Count(Tomorrow) == Posts, () => what);
            await trial.Host.StopAsync();
            return true;
        }

        var code = await trial.Host.Process.ExitAsync();
        var said = trial.Host.Process.Error + trial.Host.Process.Output;
        bench.Must("EXIT_CODE", code == 1, () => $"{what}: {code}; {said}");
        bench.Must("NO_ADVICE", said.Contains("Restore it from a backup", StringComparison.Ordinal), () => $"{what}: {said}");
        return false;
    }
}
