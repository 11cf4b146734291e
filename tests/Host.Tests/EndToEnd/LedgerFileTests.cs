using JobQueue.Reliability.Storage;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>What becomes of the ledger's file, and of its disk, below the command.</summary>
[TestClass]
public sealed class LedgerFileTests
{
    private const string NeverDue = "0 0 1 1 *  -  /echo --name yearly\n";

    [TestMethod]
    public async Task Serve_FileIsMovedWhileNobodyWrites_EndsWhenItsHealthIsAsked()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);
        var file = Path.Combine(host.Folder, "jobqueue.db");
        await Until.TrueAsync("health", async () => await host.StatusAsync("/healthz") == 200);
        File.Move(file, file + ".moved");

        await host.StatusAsync("/healthz");
        var code = await host.Process.ExitAsync();
        var isStarted = await host.TryStartAsync([]);
        File.Move(file + ".moved", file);
        await host.StartAsync();

        Assert.AreEqual((1, false), (code, isStarted));
        Assert.AreEqual("yearly", (string?)(await host.GetAsync("/api/jobs/yearly"))["name"]);
    }

    [TestMethod]
    // Whether there is a ledger on the disk already
    [DataRow(false)]
    [DataRow(true)]
    public async Task ServeAndMigrate_DiskIsFull_AreRefusedForThatReason(bool isThere)
    {
        await using var host = new HostUnderTest { Store = "disk/jobqueue.db" };
        await using var disk = await SmallDiskAsync(Path.Combine(host.Folder, "disk"));
        host.Save(NeverDue);
        if (isThere)
            await StartOnceAsync(host);
        disk.Fill();

        var isStarted = await host.TryStartAsync([]);
        var code = await host.Process.ExitAsync();
        string[] migrate = ["migrate", "--from", "postgres:Host=127.0.0.1;Port=1", "--to", host.StoreOption];
        string[] back = ["migrate", "--from", host.StoreOption, "--to", "postgres:Host=127.0.0.1;Port=1"];
        var moved = await JobQueueProcess.RunAsync(isThere ? back : migrate, folder: host.Folder);

        Assert.AreEqual((false, 1, 1), (isStarted, code, moved.ExitCode));
        Assert.AreEqual($"the disk of {Path.Combine(host.Folder, host.Store)} is full: free some\n", host.Process.Error);
    }

    [TestMethod]
    public async Task Serve_DiskIsFullAndHasRoomAgain_IsUnhealthyUntilThenThoughNobodyWrites()
    {
        await using var host = new HostUnderTest { Store = "disk/jobqueue.db" };
        await using var disk = await SmallDiskAsync(Path.Combine(host.Folder, "disk"));
        host.Save(NeverDue);
        await host.StartAsync();
        var poster = new Poster(host, "tomorrow", bodyBytes: 100_000);
        disk.Fill();

        await Until.TrueAsync("an answer of 503", async () => (await poster.PostAsync()).Status == 503);
        disk.Fill();
        var full = await host.GetAsync("/healthz");
        disk.Free();
        await Until.TrueAsync("health", async () => await host.StatusAsync("/healthz") == 200);

        Assert.StartsWith("the disk of the ledger is full", (string?)full["problems"]![0]);
    }

    [TestMethod]
    public async Task Restore_ByALinkToTheLedger_TakesTheLedgersPlaceNotTheLinks()
    {
        await using var host = await HostUnderTest.StartAsync(NeverDue);
        var link = Path.Combine(host.Folder, "link.db");
        File.CreateSymbolicLink(link, "jobqueue.db");
        string[] restore = ["restore", "copy.db", "--force", "--store", "sqlite:link.db"];
        await JobQueueProcess.RunAsync(["backup", "copy.db"], folder: host.Folder);

        var whileItRuns = await JobQueueProcess.RunAsync(restore, folder: host.Folder);
        await host.StopAsync();
        var afterwards = await JobQueueProcess.RunAsync(restore, folder: host.Folder);

        Assert.AreEqual((1, 0), (whileItRuns.ExitCode, afterwards.ExitCode));
        Assert.AreEqual("jobqueue.db", new FileInfo(link).LinkTarget);
        Assert.HasCount(1, Directory.GetFiles(host.Folder, "jobqueue.db.20*Z"));
    }

    private static async Task StartOnceAsync(HostUnderTest host)
    {
        await host.StartAsync();
        await host.StopAsync();
    }

    private static async Task<SmallDisk> SmallDiskAsync(string folder)
    {
        var disk = SmallDisk.WhyNot is null ? await SmallDisk.MountAsync(folder, megabytes: 4) : null;
        if (disk is null)
            Assert.Inconclusive(SmallDisk.WhyNot ?? "the system does not let a tmpfs be mounted");
        return disk;
    }
}
