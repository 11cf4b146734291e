using JobQueue.Reliability.Crashes;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Reliability.Storage;

/// <summary>One client posts, one job after the other; an fsync of the ledger fails, in a commit or in a checkpoint.</summary>
internal sealed class FailingSync : IScenario
{
    private const int MostTrials = 50;
    private const int LastThatFails = 50;
    private const int LastCheckpointThatFails = 3;
    private const int PostsWithoutFault = 50;

    // SQLite brings its log into the file once that has 1000 pages of 4 KiB: a checkpoint is due with every fortieth at the latest.
    private const int LargeBody = 100_000;
    private const int PostsForCheckpoints = 40 * (LastCheckpointThatFails + 1);

    private const string TheFile = "";
    private const string TheLog = "-wal";

    public string Name => "failing-fsync";

    public string What =>
        $"one of the first {LastThatFails} fsyncs, or one of a checkpoint, fails with EIO while a client posts; and without a fault, each 201 has an "
        + "fsync of its own";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        if (await Strace.WhyNotAsync() is { } why)
        {
            bench.NotRun(why);
            return;
        }

        bench.MustBeZero("ACK_AFTER_FAILED_FSYNC", "ACK_WITHOUT_FSYNC", "UNACKED", "EXIT_CODE", "NOT_RESTARTED", "REFUSED_BUT_STORED", "INTEGRITY");
        var recorder = await bench.RecorderAsync();
        await CountAsync(bench, recorder);
        var ofCheckpoint = await FindCheckpointAsync(bench, recorder);
        await Trials.RunAsync(
            bench,
            bench.Share(oneIn: 10, atLeast: 3, MostTrials),
            (null, null),
            (trial, number, chance) => (number % 3) switch
            {
                0 => FailAsync(bench, trial, new FailingFsync(chance.Next(1, LastThatFails + 1))),
                1 => FailAsync(bench, trial, new FailingFsync(chance.Next(1, LastCheckpointThatFails + 1), TheFile)),
                _ => FailAsync(bench, trial, new FailingFsync(ofCheckpoint, TheLog)),
            },
            over);
    }

    private static async Task CountAsync(Bench bench, Recorder recorder)
    {
        await using var trial = new Trial(recorder, "count");
        await using var strace = await StartAsync(bench, trial, failing: null);
        var poster = new Poster(trial.Host, "tomorrow");
        for (var post = 0; post < PostsWithoutFault; post++)
            await poster.PostAsync();
        var calls = strace.Seen().FindAll(call => call.IsSync);
        foreach (var answer in poster.Answers)
        {
            // One client: what is synced between its question and the answer is synced for it.
            bench.Must(
                "ACK_WITHOUT_FSYNC",
                answer.IsAcknowledged && calls.Exists(call => call.At > answer.Sent && call.At < answer.At),
                () => $"{answer}");
        }

        bench.Figure("acknowledged without fault", poster.Acknowledged.Count());
        bench.Figure("fsyncs without fault", calls.Count);
    }

    /// <summary>
    /// The how manieth fsync of the log is a checkpoint's, which syncs it once more than the commit did before it writes to the file. The same
    /// posts come to the same number, but for what the host itself happens to write meanwhile.
    /// </summary>
    private static async Task<int> FindCheckpointAsync(Bench bench, Recorder recorder)
    {
        await using var trial = new Trial(recorder, "checkpoint");
        await using var strace = await StartAsync(bench, trial, failing: null);
        var poster = new Poster(trial.Host, "tomorrow", LargeBody);
        var path = trial.Host.StorePath;
        for (var post = 0; post < PostsForCheckpoints && !strace.Seen().Exists(call => call.IsSync && call.IsOf(path)); post++)
            await poster.PostAsync();
        var ofLog = strace.Seen().TakeWhile(call => !(call.IsSync && call.IsOf(path))).Count(call => call.IsSync && call.IsOf(path + TheLog));
        bench.Figure("fsyncs of the log up to the first checkpoint", ofLog);
        return ofLog;
    }

    private static async Task FailAsync(Bench bench, Trial trial, FailingFsync failing)
    {
        var isOfCheckpoint = failing.Suffix is not null;
        var poster = new Poster(trial.Host, "tomorrow", isOfCheckpoint ? LargeBody : 0);
        await using (var strace = await StartAsync(bench, trial, failing))
        {
            // An fsync a post, and at most a few that are not for one.
            var most = isOfCheckpoint ? PostsForCheckpoints : LastThatFails;
            for (var post = 0; post < most && (await poster.PostAsync()).IsAcknowledged; post++)
            {
            }

            var code = await trial.DiedAsync();
            bench.Must("EXIT_CODE", code == 1, () => $"{trial.Tag}: {code} after {failing}; {trial.Host.Process.Error}");
            var calls = strace.Seen();
            var failed = calls.First(call => call.IsInjected);
            bench.CountOne($"failed {Place(failing, calls)}");
            foreach (var answer in poster.Answers.Where(answer => answer.IsAcknowledged && answer.At > failed.At))
                bench.Find("ACK_AFTER_FAILED_FSYNC", $"{trial.Tag}: {answer}, {failed}");
        }

        await RestartAsync(bench, trial, poster);
    }

    // A commit writes to the log and syncs it; where it is synced again with nothing written between, that is a checkpoint.
    private static string Place(FailingFsync failing, List<SystemCall> calls) =>
        failing.Suffix == TheFile ? "of the file"
        : failing.Suffix == TheLog && calls.TakeWhile(call => !call.IsInjected).LastOrDefault() is { IsSync: true, IsUnfinished: false }
            ? "of the log in a checkpoint"
        : "in a commit";

    private static async Task RestartAsync(Bench bench, Trial trial, Poster poster)
    {
        if (!await trial.TryStartAsync(null))
        {
            bench.Find("NOT_RESTARTED", $"{trial.Tag}: {trial.Host.Process.Error}");
            return;
        }

        foreach (var id in poster.Acknowledged)
            bench.Must("UNACKED", await trial.Host.StatusAsync($"/api/jobs/{id}") == 200, () => $"{trial.Tag}: {id}");
        var refused = poster.Answers.Count(answer => answer.Status == StatusCodes.Status503ServiceUnavailable);
        var stored = trial.Host.Ledger.Count("runs");
        bench.Must(
            "REFUSED_BUT_STORED", stored <= poster.Answers.Count - refused, () => $"{trial.Tag}: {stored} jobs; {poster.Answers.Last()}");
        bench.Must("NOT_RESTARTED", (await poster.PostAsync()).IsAcknowledged, () => $"{trial.Tag}: {poster.Answers.Last()}");
        await trial.StopAsync();
        var integrity = trial.Host.Ledger.Integrity();
        bench.Must("INTEGRITY", integrity == "ok", () => $"{trial.Tag}: {integrity}");
    }

    private static async Task<Strace> StartAsync(Bench bench, Trial trial, FailingFsync? failing)
    {
        trial.Host.Save("# none\n");
        await trial.StartAsync();
        var log = Path.Combine(bench.Folder, $"strace-{trial.Tag}");
        return await Strace.AttachAsync(trial.Host.Process.Id, log, failing, trial.Host.StorePath);
    }
}
