using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Poison;

/// <summary>No memory at one step of a sending, once: what was about to be done there is not lost, and not done twice.</summary>
internal sealed class ExhaustedSteps : IScenario
{
    private const int OneIn = 5;
    private const int MostTrials = 100;

    private static readonly string[] Steps = ["before-intent", "after-intent", "before-commit", "in-commit", "after-commit"];

    // How the run comes about: by the clock, by the API, or by the alarm.
    private static readonly string[] Ways = ["cron", "now", "now + 1 second"];

    public string Name => "out-of-memory-step";

    public string What => $"an OutOfMemoryException at one step of a sending ({string.Join(", ", Steps)}): the process ends, and the run goes on";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var program = await DebugHost.PathAsync();
        bench.MustBeZero("NOT_ENDED", "NOT_RECOVERED");
        var count = bench.Share(OneIn, Math.Min(Steps.Length, bench.Count), MostTrials);
        await Trials.RunAsync(bench, count, (program, null), (trial, number, _) => TryOneAsync(bench, trial, number), over);
    }

    private static async Task TryOneAsync(Bench bench, Trial trial, int number)
    {
        var step = Steps[number % Steps.Length];
        var way = Ways[number / Steps.Length % Ways.Length];
        trial.Host.Save($"{(way == "cron" ? "@every 1s" : "0 0 1 1 *")}  -  /echo?delay=20ms --name the-job\n");
        var isUp = await trial.TryStartAsync($"{step}:memory");
        if (isUp && way != "cron")
            await trial.AddAsync(way, "/echo?delay=20ms");
        bench.Must("NOT_ENDED", await trial.DiedAsync() is not null, () => $"{trial.Tag}: {step}, {way}; {trial.Host.Process.Output}");
        await trial.StartAsync();
        var history = await trial.DrainAsync();
        CampaignReport.Tell(bench, history);
        foreach (var run in history.Ledger.Where(run => run.State is not ("skipped" or "missed")))
            bench.Must("NOT_RECOVERED", run is { State: "succeeded", Crashes: <= 1 }, () => $"{trial.Tag}: {step}, {way}: {run}");
    }
}
