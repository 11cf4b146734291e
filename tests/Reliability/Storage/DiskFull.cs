using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Storage;

/// <summary>The disk of the ledger gets full under load, stays so for a while, and has room again.</summary>
internal sealed class DiskFull : IScenario
{
    private const int Megabytes = 8;
    private const int Lines = 8;
    private const int BodyBytes = 2000;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Held = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MostUntilBack = TimeSpan.FromSeconds(30);

    public string Name => "disk-full";

    public string What =>
        $"the ledger's disk of {Megabytes} MB is full for {Held.TotalSeconds} s while {Lines} lines a second and clients' jobs run";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        if (SmallDisk.WhyNot is { } why)
        {
            bench.NotRun(why);
            return;
        }

        bench.MustBeZero("CRASH", "WRONG_ANSWER", "HEALTHY_WHILE_FULL", "BACK_TOO_LATE");
        var recorder = await bench.RecorderAsync();
        var rounds = bench.Share(oneIn: 25, atLeast: 1, atMost: 20);
        for (var round = 0; round < rounds && bench.WhyNotRun is null; round++)
        {
            over.ThrowIfCancellationRequested();
            await using var trial = new Trial(recorder, $"t{round}") { Host = { Store = "disk/jobqueue.db" } };
            await FillOnceAsync(bench, trial);
        }

        bench.Figure("times full", rounds);
    }

    private static async Task FillOnceAsync(Bench bench, Trial trial)
    {
        await using var disk = await SmallDisk.MountAsync(Path.Combine(trial.Host.Folder, "disk"), Megabytes);
        if (disk is null)
        {
            bench.NotRun("the system does not let a tmpfs be mounted");
            return;
        }

        trial.Host.Save(string.Concat(Enumerable.Range(0, Lines).Select(number =>
            $"@every 1s  -  {trial.Url($"delay={100 + (100 * number)}")} --name job-{number} --overlap allow\n")));
        await trial.StartAsync("--JobQueue:Concurrency=64");
        using var over = new CancellationTokenSource();
        var poster = new Poster(trial.Host, "now", BodyBytes);
        var posting = poster.PostAsync(clients: 3, TimeSpan.FromMilliseconds(30), over.Token);
        await Until.PassedAsync(Before);
        disk.Fill();
        // The log has room of its own until it begins to grow.
        await Until.TrueAsync("an answer of 503", () => poster.Answers.Any(answer => answer.Status == 503));
        disk.Fill();
        await Until.PassedAsync(Held);
        bench.Must("CRASH", !trial.Host.Process.HasExited, () => $"{trial.Tag}: {trial.Host.Process.Error}{trial.Host.Process.Output}");
        await LookAtHealthAsync(bench, trial.Host);
        var freed = DateTimeOffset.UtcNow;
        disk.Free();
        await Until.TrueAsync("an answer of 201 after there was room", () =>
            poster.Answers.Any(answer => answer.IsAcknowledged && answer.Sent > freed), Until.Long);
        await Until.TrueAsync("health", async () => await trial.Host.StatusAsync("/healthz") == 200, Until.Long);
        var back = DateTimeOffset.UtcNow - freed;
        bench.Must("BACK_TOO_LATE", back < bench.Limit(MostUntilBack), () => $"{trial.Tag}: after {back}");
        await over.CancelAsync();
        await posting;
        Judge(bench, trial, poster, back);
        CampaignReport.Tell(bench, await trial.DrainAsync());
    }

    private static async Task LookAtHealthAsync(Bench bench, HostUnderTest host)
    {
        var problems = (await host.GetAsync("/healthz"))["problems"]!.ToJsonString();
        bench.Must("HEALTHY_WHILE_FULL", problems.Contains("disk", StringComparison.Ordinal), () => problems);
    }

    private static void Judge(Bench bench, Trial trial, Poster poster, TimeSpan back)
    {
        foreach (var id in poster.Acknowledged)
            trial.Acknowledge(id);
        foreach (var answer in poster.Answers.Where(answer => !answer.IsAcknowledged))
            bench.Must("WRONG_ANSWER", answer is { Status: 503, MediaType: "application/problem+json" }, () => $"{trial.Tag}: {answer}");
        bench.Figure($"{trial.Tag} acknowledged", poster.Acknowledged.Count());
        bench.Figure($"{trial.Tag} refused while full", poster.Answers.Count(answer => answer.Status == 503));
        bench.Figure($"{trial.Tag} back after s", back.TotalSeconds);
    }
}
