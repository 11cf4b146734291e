using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Poison;

/// <summary>
/// Runs that take all the memory there is. Whoever asks for some then gets an exception, on any thread. Either the process goes on, and does all
/// that it is there for; or it ends, and the run that did it is not sent for ever.
/// </summary>
internal sealed class OutOfMemory : IScenario
{
    private const int MostDeaths = 3;
    private const int OneIn = 10;
    private const int MostTrials = 40;
    private const int Posting = 2;
    private const string Uri = "/hoard/";
    private const string TimeLimit = "10s";
    private const int MetTheSame = 500;

    private static readonly (string, string) HeapLimit = ("DOTNET_GCHeapHardLimit", "0x10000000");
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    // Far more than the time limit of the run, and than a machine with other work takes.
    private static readonly TimeSpan UntilItHangs = TimeSpan.FromMinutes(3);

    public string Name => "out-of-memory";

    public string What =>
        $"an endpoint that takes all of 256 MiB ({string.Join(", ", Hoards.All.Keys)}): the process goes on and does its work, or ends at most "
        + $"{MostDeaths} times";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var program = typeof(OutOfMemory).Assembly.Location;
        bench.MustBeZero("DEATHS", "HANGS", "NO_END", "OTHERS");
        var count = bench.Share(OneIn, Math.Min(Hoards.All.Count, bench.Count), MostTrials);
        await Trials.RunAsync(bench, count, (program, AppCommand.Name), (trial, number, _) => TryOneAsync(bench, trial, number), over);
    }

    private static async Task TryOneAsync(Bench bench, Trial trial, int number)
    {
        var how = Hoards.All.Keys.ElementAt(number % Hoards.All.Count);
        trial.Variables = [HeapLimit];
        trial.Host.Save("@every 1s  -  /fine --name every-second\n");
        await trial.StartAsync();
        await trial.AddAsync("now + 1 second", $"{Uri}{how}?status=500", ("timeout", TimeLimit), ("retry", 0));
        await trial.AddAsync("now + 10 seconds", "/fine");
        var poster = new Poster(trial.Host, "now");
        var deaths = 0;
        while (deaths <= MostDeaths && !await IsOverAsync(bench, trial, poster))
        {
            var code = await trial.DiedAsync();
            bench.CountOne($"{how}: ended with {code}");
            deaths++;
            await trial.TryStartAsync(null);
        }

        bench.Must("DEATHS", deaths <= MostDeaths, () => $"{trial.Tag}: {how} ended {deaths} processes; {trial.Host.Process.Error}");
        if (deaths > MostDeaths)
            return;
        foreach (var id in poster.Acknowledged)
            trial.Acknowledge(id);
        Judge(bench, trial, await trial.DrainAsync(), how);
    }

    // False: it has died.
    private static async Task<bool> IsOverAsync(Bench bench, Trial trial, Poster poster)
    {
        using var over = new CancellationTokenSource();
        var posting = poster.PostAsync(Posting, Pace, over.Token);
        try
        {
            await Until.TrueAsync("the end of the run", () => trial.Host.Process.HasExited || HasEnded(trial), UntilItHangs);
            var since = LedgerRows.Text(DateTimeOffset.UtcNow);
            await Until.TrueAsync("work", () => DoesItsWorkOrHasExitedAsync(trial, poster, since), UntilItHangs);
        }
        catch (InvalidOperationException e)
        {
            bench.Find("HANGS", $"{trial.Tag}: {e.Message}; {trial.Host.Process.Output}{trial.Host.Process.Error}");
            await trial.Host.KillAsync();
        }

        await over.CancelAsync();
        await posting;
        return !trial.Host.Process.HasExited;
    }

    private static bool HasEnded(Trial trial) => trial.Host.Ledger.Count($"{LedgerFile.OpenRuns} AND uri LIKE '{Uri}%'") == 0;

    // What is due by itself runs, and what is posted.
    private static async Task<bool> DoesItsWorkOrHasExitedAsync(Trial trial, Poster poster, string since)
    {
        if (trial.Host.Process.HasExited)
            return true;
        await poster.PostAsync();
        return trial.Host.Ledger.Count($"runs WHERE state = 'succeeded' AND job_id IS NOT NULL AND due > '{since}'") > 0
            && trial.Host.Ledger.Count($"runs WHERE state = 'succeeded' AND job_id IS NULL AND created > '{since}'") > 0
            && await trial.Host.TryStatusAsync("/healthz") == 200;
    }

    private static void Judge(Bench bench, Trial trial, History history, string how)
    {
        // Which others met the same, nobody wrote down before: their status is not the one they would have been answered with.
        var met = trial.Host.Ledger.Read("SELECT id FROM runs WHERE error LIKE 'OutOfMemoryException%'", row => row.GetString(0)).ToHashSet();
        // Where that was not the last attempt it went again for it.
        var again = trial.Host.Ledger.Read(
            "SELECT id, attempts.attempt FROM attempts JOIN runs ON seq = run WHERE attempts.error LIKE 'OutOfMemoryException%'",
            row => (Run: row.GetString(0), Attempt: row.GetInt32(1))).ToHashSet();
        CampaignReport.Tell(bench, history with
        {
            Ledger = [.. history.Ledger.Select(run => met.Contains(run.Id) ? run with { Status = null } : run)],
            Arrivals =
            [
                .. history.Arrivals.Select(arrival =>
                    again.Contains((arrival.RunId, arrival.Attempt)) ? arrival with { Status = MetTheSame } : arrival),
            ],
            RetriedOn = [MetTheSame],
        });
        foreach (var run in history.Ledger.Where(run => run.State is not ("succeeded" or "skipped" or "missed")))
        {
            var isQuarantined = run is { State: "quarantined", Crashes: MostDeaths };
            if (run.Uri.StartsWith(Uri, StringComparison.Ordinal))
                bench.Must("NO_END", isQuarantined || run.State is "failed" or "timed_out", () => $"{trial.Tag}: {run}");
            else
                bench.Must("OTHERS", isQuarantined || met.Contains(run.Id), () => $"{trial.Tag}: {run}");
            bench.CountOne(run.Uri.StartsWith(Uri, StringComparison.Ordinal) ? $"{how}: {run.State}" : "others beside it that met the same");
        }
    }
}
