using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.CommandLine;

/// <summary>What keeps the service from its start, in words.</summary>
[TestClass]
public sealed class ServeCommandTests
{
    [TestMethod]
    public async Task Serve_SettingsThatAreNoJson_AreSaid()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("appsettings.json"), "{ no");

        var result = await JobQueueProcess.RunAsync(["serve"], folder: folder.Path);

        Assert.AreEqual(78, result.ExitCode, result.Error);
        Assert.Contains("appsettings.json", result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [TestMethod]
    public async Task Serve_SeveralFaults_AreALineEach()
    {
        using var folder = new TempFolder();

        var result = await JobQueueProcess.RunAsync(
            ["--urls", "http://127.0.0.1:0", "--JobQueue:Keys:ci:Role=root"], folder: folder.Path);

        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.AreEqual(78, result.ExitCode, result.Error);
        Assert.AreEqual(
            "JobQueue:Keys:ci:Hash JobQueue:Keys:ci:Role",
            string.Join(' ', lines.Select(line => line.Split(' ')[0].TrimEnd(':')).Order()));
    }

    [TestMethod]
    // setting, what is said
    [DataRow("MissedAfter=abc", "JobQueue:MissedAfter: found \"abc\", expected a duration like 90s, 5m, 1h30m or PT5M.")]
    [DataRow("Grace=5", "JobQueue:Grace: found \"5\", expected a duration like 90s, 5m, 1h30m or PT5M.")]
    [DataRow("TimeZone=Berlin", "JobQueue:TimeZone: found \"Berlin\", expected an IANA time zone like Europe/Berlin.")]
    [DataRow("Concurrency=0", "The field JobQueue:Concurrency must be between 1 and 10000.")]
    [DataRow("Concurrency=many", "JobQueue:Concurrency: found \"many\", expected a whole number.")]
    [DataRow("Retention:RunsPerJob=-1", "The field JobQueue:Retention:RunsPerJob must be between 0 and 1000000.")]
    [DataRow("Retention:At=noon", "JobQueue:Retention:At: found \"noon\", expected a time of day like 03:00.")]
    [DataRow("Mail:Port=x", "JobQueue:Mail:Port: found \"x\", expected a whole number.")]
    [DataRow("Mail:Tls=tls", "JobQueue:Mail:Tls: found \"tls\", expected auto, starttls or none.")]
    [DataRow("EditCrontab=yes", "JobQueue:EditCrontab: found \"yes\", expected true or false.")]
    [DataRow("Node=a b", "JobQueue:Node: expected letters, digits, ._-, at most 100.")]
    public async Task Serve_SettingThatIsBad_IsSaidWithAGoodOne(string setting, string expected)
    {
        using var folder = new TempFolder();

        var result = await JobQueueProcess.RunAsync(["--urls", "http://127.0.0.1:0", $"--JobQueue:{setting}"], folder: folder.Path);

        Assert.AreEqual((78, expected + "\n"), (result.ExitCode, result.Error));
    }

    [TestMethod]
    public async Task Serve_PortThatIsTaken_SaysHowToNameAnother()
    {
        await using var api = await StubApi.StartAsync();
        using var folder = new TempFolder();

        var result = await JobQueueProcess.RunAsync(["--urls", api.Url], folder: folder.Path);

        Assert.AreEqual(1, result.ExitCode, result.Error);
        Assert.Contains($"{api.Url}: address already in use. Name another address with --urls, like --urls http://127.0.0.1:8080, or where the configuration names this one.\n", result.Error);
    }

    [TestMethod]
    public async Task Serve_AddressThatIsNone_IsSaidWithAGoodOne()
    {
        using var folder = new TempFolder();

        var result = await JobQueueProcess.RunAsync(["--urls", "7070"], folder: folder.Path);

        Assert.AreEqual(78, result.ExitCode, result.Error);
        Assert.StartsWith("--urls: found \"7070\", expected an address to listen on, like http://127.0.0.1:7070.\n", result.Error);
    }

    [TestMethod]
    // request, status
    [DataRow("GET /api/nonsense", 404)]
    [DataRow("PUT /api/jobs", 405)]
    public async Task Serve_RequestThatNobodyTakes_IsAnsweredWithAProblem(string request, int status)
    {
        await using var host = await HostUnderTest.StartAsync("");
        var words = request.Split(' ');
        using var message = new HttpRequestMessage(HttpMethod.Parse(words[0]), host.Url + words[1]);

        using var answer = await HostUnderTest.SendAsync(message);

        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.AreEqual((status, "application/problem+json"), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.AreEqual(status, (int)problem["status"]!);
    }

    [TestMethod]
    public async Task Serve_LedgerInAFolderThatIsNotThere_IsSaid()
    {
        using var folder = new TempFolder();
        var missing = folder.File("missing");

        var result = await JobQueueProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--store", $"sqlite:{missing}/t.db"], folder: folder.Path);

        var expected = $"There is no folder for the ledger {missing}/t.db. Make {missing}, or name another ledger: --store, or JobQueue:Store in the configuration.\n";
        Assert.AreEqual((1, expected), (result.ExitCode, result.Error));
    }

    [TestMethod]
    public async Task Serve_SettingsThatNobodyReads_AreWarnedOf()
    {
        await using var host = new HostUnderTest();
        await using var process = host.Launch(["--JobQueue:MisedAfter=1h", "--JobQueue:Queues:mails:Concurency=1"]);

        var line = await process.OutputLineAsync("JobQueue:MisedAfter");
        await process.OutputLineAsync("Did you mean Concurrency?");

        Assert.Contains("There is no setting JobQueue:MisedAfter: it does nothing. Did you mean MissedAfter?", line);
    }

    [TestMethod]
    public async Task Serve_SettingThatNobodyReadsAndACrontabThatIsRefused_IsWarnedOf()
    {
        await using var host = new HostUnderTest();
        host.Save("@daily - GET /a --summary\n");

        var result = await JobQueueProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--JobQueue:AllowFreeUrl=true"], folder: host.Folder);

        Assert.AreEqual(1, result.ExitCode, result.Output);
        Assert.Contains("There is no setting JobQueue:AllowFreeUrl: it does nothing. Did you mean AllowFreeUrls?", result.Output);
    }

    [TestMethod]
    public async Task Serve_CertificateThatIsNone_IsSaid()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("door.pfx"), "none");

        var result = await JobQueueProcess.RunAsync(
            ["--Kestrel:Endpoints:Door:Url=https://127.0.0.1:0", "--Kestrel:Endpoints:Door:Certificate:Path=door.pfx"], folder: folder.Path);

        Assert.AreEqual(78, result.ExitCode, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }

    [TestMethod]
    public async Task Serve_AddressThatIsNotOfThisMachine_IsSaid()
    {
        using var folder = new TempFolder();
        await JobQueueProcess.RunAsync(["key", "add", "anna", "--role", "admin"], folder: folder.Path);

        // RFC 5737: nobody's address.
        var result = await JobQueueProcess.RunAsync(["--urls", "http://192.0.2.1:7070"], folder: folder.Path);

        Assert.AreEqual(1, result.ExitCode, result.Error);
        Assert.DoesNotContain("   at ", result.Error);
    }
}
