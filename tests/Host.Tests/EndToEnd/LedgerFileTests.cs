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
}
