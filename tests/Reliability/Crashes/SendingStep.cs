namespace JobQueue.Reliability.Crashes;

/// <summary>kill -9 at one step of a sending, then a start with the same crontab.</summary>
/// <param name="Name">The step.</param>
/// <param name="What">Where it is.</param>
/// <param name="Received">How often targets get the run that was interrupted: at least and at most.</param>
/// <param name="IsHttpOnly">Not in process.</param>
/// <param name="MostCommits">The step is reached that often before a run ends; one of them is drawn. 1: the first.</param>
internal sealed record SendingStep(string Name, string What, (int Least, int Most) Received, bool IsHttpOnly = false, int MostCommits = 1)
    : IScenario
{
    // The request has been received, as the recorder says, and is not answered: no failpoint is needed.
    private const string MidRequest = "mid-request";

    private const int OneIn = 10;
    private const int MostTrials = 100;

    internal static readonly IReadOnlyList<SendingStep> All =
    [
        //  step             where                                                                           received
        new("before-intent", "kill -9 before the intent is committed",                                        (1, 1)),
        new("after-intent",  "kill -9 after the intent is committed, before anything is sent",                (1, 1)),
        new(MidRequest,      "kill -9 when the target has the request and has not answered",                  (2, 2), IsHttpOnly: true),
        new("mid-body",      "kill -9 when half of the answer is read",                                       (2, 2), IsHttpOnly: true),
        new("before-commit", "kill -9 when the answer is there and not yet recorded",                         (2, 2)),
        new("after-commit",  "kill -9 when the answer is recorded, before anything else hears of it",         (1, 1)),
        new("in-commit",     "kill -9 in the writer's transaction, just before one of its first four COMMITs", (1, 2), MostCommits: 4),
    ];

    // How the run comes about, and where it goes: one-time jobs of the API go to the app.
    private static readonly (string Due, bool IsInProcess)[] Ways =
        [("cron", false), ("now", true), ("by hand", false), ("now + 1 second", true), ("cron", true)];

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        var program = await DebugHost.PathAsync();
        var least = Math.Min(3, bench.Count);
        bench.MustBeZero("NOT_REACHED", "RECEIVED", "NOT_RECOVERED");
        var count = bench.Share(OneIn, least, MostTrials);
        await Trials.RunAsync(bench, count, (program, null), (trial, number, chance) => TryOneAsync(bench, trial, number, chance), over);
    }

    private async Task TryOneAsync(Bench bench, Trial trial, int number, Random chance)
    {
        var ways = Ways.Where(way => !(IsHttpOnly && way.IsInProcess)).ToList();
        var (due, isInProcess) = ways[number % ways.Count];
        var uri = isInProcess ? "/echo?delay=20ms" : trial.Url(Name == "mid-body" ? "drip=200" : $"delay={chance.Next(50, 500)}");
        trial.Host.Save($"{(due == "cron" ? "@every 1s" : "0 0 1 1 *")}  -  {uri} --name the-job\n");
        var isUp = await trial.TryStartAsync(Name == MidRequest ? null : $"{Name}:kill:{chance.Next(1, MostCommits + 1)}");
        if (isUp && due != "cron")
            await (due == "by hand" ? trial.RunAsync("the-job") : trial.AddAsync(due, uri));
        if (Name == MidRequest)
            await KillInFlightAsync(trial);
        else
            bench.Must("NOT_REACHED", await trial.DiedAsync() == Trial.KilledExitCode, () => $"{trial.Tag} ({due}, {uri})");
        await trial.StartAsync();
        Judge(bench, trial.Tag, await trial.DrainAsync());
    }

    private static async Task KillInFlightAsync(Trial trial)
    {
        await trial.InFlightAsync(1);
        await trial.KillAsync();
    }

    private void Judge(Bench bench, string tag, History history)
    {
        CampaignReport.Tell(bench, history);
        var received = history.Arrivals.CountBy(arrival => arrival.RunId).ToDictionary();
        foreach (var run in history.Ledger.Where(run => run.State is not ("skipped" or "missed")))
        {
            var count = received.GetValueOrDefault(run.Id);
            var (least, most) = run.Crashes > 0 ? Received : (1, 1);
            bench.Must("RECEIVED", count >= least && count <= most, () => $"{tag}: {count} times {run}");
            bench.Must("NOT_RECOVERED", run is { State: "succeeded", Crashes: <= 1 }, () => $"{tag}: {run}");
        }
    }
}
