using System.Globalization;
using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Stopping;

/// <summary>Two processes on one ledger.</summary>
internal sealed class SecondProcess : IScenario
{
    private const int OneIn = 10;
    private const int MostTrials = 100;

    public string Name => "second-process";

    public string What =>
        "a second process on the ledger, or two started at once: one is refused and names the other; after kill -9 a start works";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        bench.MustBeZero("NOT_REFUSED", "WRONG_PID", "NOT_RESTARTED");
        var count = bench.Share(OneIn, Math.Min(2, bench.Count), MostTrials);
        await Trials.RunAsync(bench, count, (null, null), (trial, number, _) => TryOneAsync(bench, trial, number), over);
    }

    private static async Task TryOneAsync(Bench bench, Trial trial, int number)
    {
        trial.Host.Save($"@every 1s  -  {trial.Url("delay=100")} --name every-second\n");
        if (number % 2 == 1)
            await BothAtOnceAsync(bench, trial);
        bench.Must("NOT_RESTARTED", await trial.TryStartAsync(null), () => $"{trial.Tag}: {trial.Host.Process.Error}");
        var first = trial.Host.Process.Id;
        await using var second = trial.Host.Launch([]);
        var code = await second.ExitAsync();
        bench.Must("NOT_REFUSED", code == 1, () => $"{trial.Tag}: exit code {code}, {second.Output}");
        bench.Must("WRONG_PID", Names(second, first), () => $"{trial.Tag}: not {first}: {second.Error}");
        await trial.KillAsync();
        bench.Must("NOT_RESTARTED", await trial.TryStartAsync(null), () => $"{trial.Tag}: {trial.Host.Process.Error}");
        CampaignReport.Tell(bench, await trial.DrainAsync());
    }

    private static async Task BothAtOnceAsync(Bench bench, Trial trial)
    {
        await using var one = trial.Host.Launch([]);
        await using var other = trial.Host.Launch([]);
        const string Up = "Listening on ";
        var isUp = await Task.WhenAll(one.TryOutputLineAsync(Up), other.TryOutputLineAsync(Up));
        bench.Must("NOT_REFUSED", isUp.Count(line => line is not null) == 1, () => $"{trial.Tag}: both or none: {one.Error}{other.Error}");
        var (winner, loser) = isUp[0] is not null ? (one, other) : (other, one);
        bench.Must("WRONG_PID", Names(loser, winner.Id), () => $"{trial.Tag}: not {winner.Id}: {loser.Error}");
        winner.Terminate();
        Expect.Equal(0, await winner.ExitAsync(), $"{trial.Tag}: the exit code after SIGTERM");
    }

    private static bool Names(JobQueueProcess refused, int pid) =>
        refused.Error.Contains(
            string.Create(CultureInfo.InvariantCulture, $"in use by the process with pid {pid}."), StringComparison.Ordinal);
}
