namespace JobQueue.Host.Tests.CommandLine;

/// <summary><c>check</c> in the folder of a server reads crontabs as that one does.</summary>
[TestClass]
public sealed class CheckConfigurationTests
{
    [TestMethod]
    public async Task Run_FolderOfAServer_IsCheckedAsItsServerWouldReadIt()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("appsettings.json"), """
            { "JobQueue": { "TimeZone": "Europe/Berlin", "Users": { "ann": { "Roles": ["office"] } }, "Targets": { "billing": { "BaseUrl": "https://billing.example" } } } }
            """);
        await File.WriteAllTextAsync(folder.File("good"), "0 9 * * * ann /x --target billing\n");
        await File.WriteAllTextAsync(folder.File("bad"), "0 9 * * * bob /x --target biling\n");

        var good = await CheckAsync(folder, "good", "--from", "2026-03-28T00:00");
        var bad = await CheckAsync(folder, "bad");

        Assert.AreEqual((0, ""), (good.ExitCode, good.Error));
        Assert.Contains("  2026-03-28T09:00:00+01:00\n", good.Output);
        Assert.AreEqual(1, bad.ExitCode);
        Assert.Contains("found \"bob\", expected a configured user: ann", bad.Error);
        Assert.Contains("found \"biling\", expected a configured target", bad.Error);
    }

    [TestMethod]
    // appsettings.json, what is said
    [DataRow("""{ "JobQueue": { "TimeZone": "Mars/Phobos" } }""", "Mars/Phobos")]
    [DataRow("""{ "JobQueue": { "Targets": { "billing": { "BaseUrl": "x" } } } }""", "JobQueue:Targets:billing:BaseUrl: found \"x\"")]
    [DataRow("""{ "JobQueue": { "MissedAfter": "abc" } }""", "JobQueue:MissedAfter")]
    [DataRow("""{ "JobQueue": """, "appsettings.json")]
    public async Task Run_ConfigurationThatServeRefuses_IsRefused(string settings, string expected)
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("appsettings.json"), settings);
        await File.WriteAllTextAsync(folder.File("good"), "0 9 * * * ann /x\n");

        var result = await CheckAsync(folder, "good");

        Assert.AreEqual((78, ""), (result.ExitCode, result.Output));
        Assert.Contains(expected, result.Error);
    }

    private static Task<CommandResult> CheckAsync(TempFolder folder, params string[] arguments) =>
        JobQueueProcess.RunAsync(["check", .. arguments], [("TZ", "UTC")], folder: folder.Path);
}
