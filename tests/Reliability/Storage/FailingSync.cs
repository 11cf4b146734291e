using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Storage;

/// <summary>One client posts, one job after the other; the n-th fsync of the ledger fails.</summary>
internal sealed class FailingSync : IScenario
{
    private const int MostTrials = 50;
    private const int LastThatFails = 50;
    private const int PostsWithoutFault = 50;

    public string Name => "failing-fsync";

    public string What =>
        $"one of the first {LastThatFails} fsyncs fails with EIO while a client posts; and without a fault, each 201 has an fsync of its own";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        if (await Strace.WhyNotAsync() is { } why)
        {
            bench.NotRun(why);
            return;
        }

        bench.MustBeZero("ACK_AFTER_FAILED_FSYNC", "ACK_WITHOUT_FSYNC", "UNACKED", "EXIT_CODE", "NOT_RESTARTED", "INTEGRITY");
        var recorder = await bench.RecorderAsync();
        await CountAsync(bench, recorder);
        await Trials.RunAsync(
            bench,
            bench.Share(oneIn: 10, atLeast: 2, MostTrials),
            (null, null),
            (trial, _, chance) => FailAsync(bench, trial, chance.Next(1, LastThatFails + 1)),
            over);
    }

    private static async Task CountAsync(Bench bench, Recorder recorder)
    {
        await using var trial = new Trial(recorder, "count");
        await using var strace = await StartAsync(bench, trial, failing: null);
        var poster = new Poster(trial.Host, "tomorrow");
        for (var post = 0; post < PostsWithoutFault; post++)
            await poster.PostAsync();
        var calls = strace.Seen();
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

    private static async Task FailAsync(Bench bench, Trial trial, int failing)
    {
        var poster = new Poster(trial.Host, "tomorrow");
        await using (var strace = await StartAsync(bench, trial, failing))
        {
            // An fsync a post, and at most a few that are not for one.
            for (var post = 0; post < LastThatFails && (await poster.PostAsync()).IsAcknowledged; post++)
            {
            }

            var code = await trial.Host.Process.ExitAsync();
            bench.Must("EXIT_CODE", code == 1, () => $"{trial.Tag}: {code} after fsync {failing}; {trial.Host.Process.Error}");
            var failed = strace.Seen().Single(call => call.IsInjected);
            foreach (var answer in poster.Answers.Where(answer => answer.IsAcknowledged && answer.At > failed.At))
                bench.Find("ACK_AFTER_FAILED_FSYNC", $"{trial.Tag}: {answer}, {failed}");
        }

        await RestartAsync(bench, trial, poster);
    }

    private static async Task RestartAsync(Bench bench, Trial trial, Poster poster)
    {
        if (!await trial.TryStartAsync(null))
        {
            bench.Find("NOT_RESTARTED", $"{trial.Tag}: {trial.Host.Process.Error}");
            return;
        }

        foreach (var id in poster.Acknowledged)
            bench.Must("UNACKED", await trial.Host.StatusAsync($"/api/jobs/{id}") == 200, () => $"{trial.Tag}: {id}");
        bench.Must("NOT_RESTARTED", (await poster.PostAsync()).IsAcknowledged, () => $"{trial.Tag}: {poster.Answers.Last()}");
        await trial.StopAsync();
        var integrity = trial.Host.Ledger.Integrity();
        bench.Must("INTEGRITY", integrity == "ok", () => $"{trial.Tag}: {integrity}");
    }

    private static async Task<Strace> StartAsync(Bench bench, Trial trial, int? failing)
    {
        trial.Host.Save("# none\n");
        await trial.StartAsync();
        return await Strace.AttachAsync(trial.Host.Process.Id, Path.Combine(bench.Folder, $"strace-{trial.Tag}"), failing);
    }
}
