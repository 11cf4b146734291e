using JobQueue.Reliability.Crashes;

namespace JobQueue.Reliability.Storage;

/// <summary>The disk of the ledger can only be read at a start.</summary>
internal sealed class ReadOnlyDisk : IScenario
{
    private const int Megabytes = 64;

    public string Name => "read-only";

    public string What => "the ledger's disk can only be read when the process starts";

    public async Task RunAsync(Bench bench, CancellationToken over)
    {
        if (SmallDisk.WhyNot is { } why)
        {
            bench.NotRun(why);
            return;
        }

        bench.MustBeZero("SILENT_START", "NO_ADVICE", "EXIT_CODE");
        await using var trial = new Trial(await bench.RecorderAsync(), "t0") { Host = { Store = "disk/jobqueue.db" } };
        await using var disk = await SmallDisk.MountAsync(Path.Combine(trial.Host.Folder, "disk"), Megabytes);
        if (disk is null)
        {
            bench.NotRun("the system does not let a tmpfs be mounted");
            return;
        }

        trial.Host.Save("# none\n");
        await trial.StartAsync();
        await trial.StopAsync();
        await disk.MakeReadOnlyAsync();
        if (await trial.TryStartAsync(null))
        {
            bench.Find("SILENT_START", trial.Host.Process.Output);
            return;
        }

        var code = await trial.Host.Process.ExitAsync();
        bench.Must("EXIT_CODE", code == 1, () => $"{code}");
        var said = trial.Host.Process.Error;
        bench.Must("NO_ADVICE", said.Contains("read-only", StringComparison.OrdinalIgnoreCase), () => said);
    }
}
