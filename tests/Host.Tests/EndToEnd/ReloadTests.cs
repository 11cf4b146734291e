using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>What a saved, broken, missing crontab does to the schedule in force.</summary>
[TestClass]
public sealed class ReloadTests
{
    private const string One = "0 3 * * *  -  /echo?job=one --name one\n";
    private const string Two = One + "0 4 * * *  -  /echo?job=two --name two\n";

    private static readonly string[] Broken =
    [
        "* * * * *  -  /echo --name kept",
        "60 * * * *  -  /echo",
        "* * * * *  GET /echo",
        "* * * * *  -  /echo --nonsense",
    ];

    [TestMethod]
    //       the way
    [DataRow("in place")]
    [DataRow("rename")]
    [DataRow("link")]
    [DataRow("folder link")]
    public async Task Save_AnyWay_IsInForceAndKeepsWhatIsUnchanged(string way)
    {
        await using var host = new HostUnderTest();
        Write(host, way, One, version: 1);
        await host.StartAsync();
        var before = await host.GetAsync("/api/jobs/one");

        Write(host, way, Two, version: 2);
        await host.LoadedAsync(jobs: 2);

        var after = await host.GetAsync("/api/jobs/one");
        Assert.AreEqual(((string)before["id"]!, (string)before["next"]!), ((string)after["id"]!, (string)after["next"]!));
        Assert.AreEqual("active", (string?)(await host.GetAsync("/api/jobs/two"))["state"]);
    }

    [TestMethod]
    public async Task Save_Every_KeepsTheGridOfAnUnchangedLine()
    {
        const string every = "@every 1h  -  /echo --name hourly\n";
        await using var host = await HostUnderTest.StartAsync(every);
        var before = await host.GetAsync("/api/jobs/hourly");

        host.Save("# a comment moves the line\n" + every + One);
        await host.LoadedAsync(jobs: 2);
        var reloaded = await host.GetAsync("/api/jobs/hourly");
        await host.StopAsync();
        await host.StartAsync();
        var restarted = await host.GetAsync("/api/jobs/hourly");

        Assert.AreEqual((string)before["next"]!, (string)reloaded["next"]!);
        Assert.AreEqual((string)before["next"]!, (string)restarted["next"]!);
        Assert.EndsWith(":2", (string)restarted["source"]!);
    }

    [TestMethod]
    public async Task Save_Broken_KeepsTheScheduleAndListsEveryError()
    {
        await using var host = await HostUnderTest.StartAsync(Two);

        host.Save(string.Join('\n', Broken));
        var crontab = await host.CrontabAsync(crontab => !(bool)crontab["healthy"]!);

        Assert.AreEqual("2:1 3:12 4:21", Places(crontab));
        Assert.DoesNotContain("", crontab["errors"]!.AsArray().Select(error => (string)error!["found"]!));
        Assert.DoesNotContain("", crontab["errors"]!.AsArray().Select(error => (string)error!["expected"]!));
        Assert.AreEqual(503, await host.StatusAsync("/healthz"));
        Assert.AreEqual(200, await host.StatusAsync("/readyz"));
        Assert.AreEqual("one two", await NamesAsync(host));
        Assert.AreEqual(404, await host.StatusAsync("/api/jobs/kept"));
    }

    [TestMethod]
    public async Task Save_RepairedAfterBroken_IsInForceAndHealthy()
    {
        await using var host = await HostUnderTest.StartAsync(Two);
        host.Save(Broken[1]);
        await host.CrontabAsync(crontab => !(bool)crontab["healthy"]!);

        host.Save(One);
        await host.LoadedAsync(jobs: 1);

        Assert.AreEqual(200, await host.StatusAsync("/healthz"));
        Assert.AreEqual("removed", (string?)(await host.GetAsync("/api/jobs/two"))["state"]);
    }

    [TestMethod]
    public async Task Delete_Crontab_RemovesNothingAndIsUnhealthy()
    {
        await using var host = await HostUnderTest.StartAsync(Two);

        File.Delete(host.Crontab);
        var crontab = await host.CrontabAsync(crontab => !(bool)crontab["healthy"]!);

        Assert.Contains("jobs.crontab", (string)crontab["errors"]![0]!["message"]!);
        Assert.AreEqual("one two", await NamesAsync(host));
        host.Save(Two);
        await host.LoadedAsync(jobs: 2);
        Assert.AreEqual(0, host.Ledger.Count("events WHERE kind = 'removed'"));
    }

    [TestMethod]
    public async Task Start_FirstWithABadCrontab_ExitsWith1AndEveryError()
    {
        await using var host = new HostUnderTest();
        host.Save(string.Join('\n', Broken));

        await using var process = host.Launch([]);

        Assert.AreEqual(1, await process.ExitAsync());
        Assert.Contains("jobs.crontab:2:1: error: found ", process.Error);
        Assert.Contains("jobs.crontab:3:12: error: found ", process.Error);
        Assert.Contains("jobs.crontab:4:21: error: found ", process.Error);
    }

    [TestMethod]
    [DataRow("# nothing yet\n")]
    [DataRow("@reboot  -  /echo\n")]
    public async Task Start_NothingDueByTime_Serves(string text)
    {
        await using var host = await HostUnderTest.StartAsync(text);

        await host.Process.OutputLineAsync("next: none by time");

        Assert.AreEqual(200, await host.StatusAsync("/healthz"));
    }

    [TestMethod]
    //       text        the crontab at the later start
    [DataRow("* * *\n", "bad")]
    [DataRow(null, "deleted")]
    public async Task Start_LaterWithoutAGoodCrontab_RunsTheLastGoodSchedule(string? text, string state)
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync($"@every 1s  -  {recorder.Url}/ --name again\n");
        await recorder.ReceivedAsync("again", 1);
        await host.StopAsync();
        File.Delete(host.Crontab);
        if (text is not null)
            host.Save(text);
        var before = recorder.Of("again").Count;

        await host.StartAsync();
        await recorder.ReceivedAsync("again", before + 2);

        Assert.AreEqual(503, await host.StatusAsync("/healthz"), state);
        Assert.AreEqual(200, await host.StatusAsync("/readyz"));
    }

    private static void Write(HostUnderTest host, string way, string text, int version)
    {
        var file = Path.Combine(Directory.CreateDirectory(Path.Combine(host.Folder, $"v{version}")).FullName, "jobs.crontab");
        File.WriteAllText(file, text);
        switch (way)
        {
            case "in place":
                host.Save(text);
                break;
            case "rename":
                File.Move(file, host.Crontab, overwrite: true);
                break;
            case "link":
                Swap(file, host.Crontab);
                break;
            default:
                // As Kubernetes mounts a ConfigMap: the file links into a folder link, and that is swapped.
                var data = Path.Combine(host.Folder, "..data");
                SwapFolder($"v{version}", data);
                if (version == 1)
                    File.CreateSymbolicLink(host.Crontab, Path.Combine("..data", "jobs.crontab"));
                break;
        }
    }

    private static void Swap(string target, string link)
    {
        File.CreateSymbolicLink(link + ".new", target);
        File.Move(link + ".new", link, overwrite: true);
    }

    // File.Move follows the link of a folder.
    private static void SwapFolder(string target, string link)
    {
        Directory.CreateSymbolicLink(link + ".new", target);
        Assert.AreEqual(0, Rename(link + ".new", link));
    }

    [DllImport("libc", EntryPoint = "rename", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Rename(string from, string to);

    private static string Places(JsonNode crontab) =>
        string.Join(' ', crontab["errors"]!.AsArray().Select(error => $"{error!["line"]}:{error["column"]}"));

    private static async Task<string> NamesAsync(HostUnderTest host) => string.Join(
        ' ', (await host.GetAsync("/api/jobs?state=active"))["items"]!.AsArray().Select(job => (string)job!["name"]!).Order());
}
