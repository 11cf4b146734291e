namespace JobQueue.Reliability.Crashes;

/// <summary>kill -9 inside a transaction of the pruning: what is to stay is there, and the next pruning ends it.</summary>
internal sealed class PruneKills : IScenario
{
    private const int Jobs = 10;
    private const int RunsOfAJob = 30;
    private const int Kept = 3;
    private const int Waiting = 20;
    private const int OneIn = 20;
    private const int MostTrials = 20;

    private const string Done = "runs WHERE state = 'succeeded'";

    // They wait: pruning begins 10 s after a start.
    private const int AtOnce = 10;

    public string Name => "in-prune";

    public string What =>
        $"kill -9 in a transaction of the pruning of {Jobs * RunsOfAJob} runs to {Kept} a job, beside {Waiting} jobs that wait";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var program = await DebugHost.PathAsync();
        bench.MustBeZero("NOT_REACHED", "PRUNED_TOO_MUCH", "NOT_PRUNED", "DAMAGED");
        var count = bench.Share(OneIn, 1, MostTrials);
        await Trials.RunAsync(bench, count, (program, null), (trial, _, chance) => TryOneAsync(bench, trial, chance), over, AtOnce);
    }

    private static async Task TryOneAsync(Bench bench, Trial trial, Random chance)
    {
        string[] settings = [$"--JobQueue:Retention:RunsPerJob={Kept}"];
        var lines = Enumerable.Range(0, Jobs).Select(job => $"0 0 1 1 *  -  /echo?job={job} --name job-{job} --overlap allow\n");
        trial.Host.Save(string.Concat(lines));
        await trial.StartAsync("--JobQueue:Retention:RunsPerJob=0");
        foreach (var job in Enumerable.Range(0, Jobs))
            await Task.WhenAll(Enumerable.Range(0, RunsOfAJob).Select(_ => trial.RunAsync($"job-{job}")));
        foreach (var hours in Enumerable.Range(1, Waiting))
            await trial.AddAsync(Trial.Text(DateTimeOffset.UtcNow.AddHours(hours)), "/echo");
        await Until.TrueAsync($"{trial.Tag}: all that is due is done", () => trial.Host.Ledger.Count(Done) == Jobs * RunsOfAJob);
        // Had it pruned already, with nothing to do, it would not again today.
        await trial.StopAsync();
        trial.Host.Ledger.Execute("DELETE FROM events WHERE kind = 'pruned'");

        await trial.TryStartAsync($"in-prune:kill:{chance.Next(1, 4)}", settings);
        bench.Must("NOT_REACHED", await trial.DiedAsync() == Trial.KilledExitCode, () => trial.Tag);
        Judge(bench, trial, "after the kill");
        await trial.StartAsync(settings);
        await Until.TrueAsync($"{trial.Tag}: the end of a pruning", () => trial.Host.Ledger.Count("events WHERE kind = 'pruned'") == 1);
        Judge(bench, trial, "at the end");
        var left = trial.Host.Ledger.Count(Done);
        bench.Must("NOT_PRUNED", left <= Jobs * (Kept + 1), () => $"{trial.Tag}: {left} left");
        await trial.StopAsync();
    }

    private static void Judge(Bench bench, Trial trial, string when)
    {
        var ledger = trial.Host.Ledger;
        var waiting = ledger.Count("runs WHERE state = 'scheduled'");
        var least = ledger.Read(
            $"SELECT coalesce(min(left), 0) FROM (SELECT count(*) AS left FROM {Done} AND job_id IS NOT NULL GROUP BY job_id)",
            row => row.GetInt64(0)).Single();
        bench.Must("PRUNED_TOO_MUCH", waiting == Waiting && least >= Kept, () => $"{trial.Tag} {when}: {waiting} wait, {least} of a job");
        var orphans = ledger.Count("responses WHERE run NOT IN (SELECT seq FROM runs)");
        bench.Must("DAMAGED", ledger.Integrity() == "ok" && orphans == 0, () => $"{trial.Tag} {when}: {orphans} orphans");
    }
}
