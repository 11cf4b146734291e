namespace JobQueue.Reliability.Crashes;

/// <summary>kill -9 while a crontab is half written into the ledger, at the first load and at a reload.</summary>
internal sealed class LoadKills : IScenario
{
    private const int Before = 10;
    private const int After = 40;
    private const int OneIn = 10;
    private const int MostTrials = 100;

    public string Name => "in-load";

    public string What =>
        $"kill -9 in the middle of a load of {After} lines, the first or in place of {Before} others: the ledger has all or none of it";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var program = await DebugHost.PathAsync();
        bench.MustBeZero("NOT_REACHED", "HALF_LOAD", "NOT_LOADED");
        var count = bench.Share(OneIn, Math.Min(2, bench.Count), MostTrials);
        await Trials.RunAsync(
            bench, count, (program, null), (trial, number, chance) => TryOneAsync(bench, trial, isFirst: number % 2 == 0, chance), over);
    }

    private static async Task TryOneAsync(Bench bench, Trial trial, bool isFirst, Random chance)
    {
        var (old, young) = (Crontab("old", Before), Crontab("young", After));
        trial.Host.Save(isFirst ? young : old);
        var isUp = await trial.TryStartAsync($"in-load:kill:{(isFirst ? 0 : Before) + chance.Next(1, After + 1)}");
        if (isUp)
            trial.Host.Save(young);
        bench.Must("NOT_REACHED", isUp != isFirst && await trial.DiedAsync() == Trial.KilledExitCode, () => $"{trial.Tag}, {isFirst}");
        var left = Active(trial);
        bench.Must("HALF_LOAD", left == (isFirst ? "" : $"old {Before}"), () => $"{trial.Tag}: {left}");
        await trial.StartAsync();
        await trial.Host.LoadedAsync(After);
        var live = Active(trial);
        bench.Must("NOT_LOADED", live == $"young {After}", () => $"{trial.Tag}: {live}");
        await trial.StopAsync();
    }

    private static string Crontab(string name, int lines) =>
        string.Concat(Enumerable.Range(0, lines).Select(line => $"{line % 60} 0 1 1 *  -  /echo?{name}={line} --name {name}-{line}\n"));

    private static string Active(Trial trial) => string.Join(", ", trial.Host.Ledger.Read(
        """
        SELECT kind || ' ' || count(*)
        FROM (SELECT substr(name, 1, instr(name, '-') - 1) AS kind FROM jobs WHERE state = 'active') GROUP BY kind
        """,
        row => row.GetString(0)));
}
