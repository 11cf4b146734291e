namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>A stop with runs in flight, a second process on the ledger, and who is let in.</summary>
[TestClass]
public sealed class StopTests
{
    [TestMethod]
    public async Task Terminate_RunFitsTheGrace_IsRecordedAndSentOnce()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync($"@reboot  -  {recorder.Url}/?delay=1500 --name fits\n");
        await recorder.ReceivedAsync("fits", 1);

        var code = await host.StopAsync();

        Assert.AreEqual(0, code, host.Process.Error);
        var run = host.Ledger.Runs().Single();
        Assert.AreEqual(("succeeded", 200, 1), (run.State, run.Status, run.Attempt));
        Assert.HasCount(1, recorder.Of("fits"));
    }

    [TestMethod]
    public async Task Terminate_RunDoesNotFitTheGrace_IsSentAgainWithTheSameIdAfterTheNextStart()
    {
        await using var recorder = await Recorder.StartAsync();
        await using var host = await HostUnderTest.StartAsync(
            $"0 0 1 1 *  -  {recorder.Url}/?delay=60000,100 --name long\n", "--JobQueue:Grace=1s");
        var (_, started) = await host.PostAsync("/api/jobs/long/run");
        await recorder.ReceivedAsync("long", 1);

        var code = await host.StopAsync();
        var stopped = host.Ledger.Runs().Single();
        await host.StartAsync();
        var came = await recorder.ReceivedAsync("long", 2);

        Assert.AreEqual(0, code, host.Process.Error);
        Assert.AreEqual(("pending", 1), (stopped.State, stopped.Attempt));
        Assert.AreEqual(((string)started!["runId"]!, 1), (came[0].RunId, came[0].Attempt));
        Assert.AreEqual(((string)started["runId"]!, 2), (came[1].RunId, came[1].Attempt));
        Assert.AreEqual(0, await host.StopAsync());
        var ended = host.Ledger.Runs().Single();
        Assert.AreEqual(("succeeded", 200, 2), (ended.State, ended.Status, ended.Attempt));
        Assert.HasCount(2, recorder.Of("long"));
    }

    [TestMethod]
    public async Task Terminate_InProcessRunDoesNotFitTheGrace_ExitsWith0AndRunsAgain()
    {
        await using var host = await HostUnderTest.StartAsync("0 0 1 1 *  -  /echo?delay=60s --name long\n", "--JobQueue:Grace=1s");
        await host.PostAsync("/api/jobs/long/run");
        await Until.TrueAsync("the run in flight", () => host.Ledger.Count("runs WHERE state = 'running'") == 1);

        var code = await host.StopAsync();

        Assert.AreEqual(0, code, host.Process.Error);
        var stopped = host.Ledger.Runs().Single();
        Assert.AreEqual(("pending", 1), (stopped.State, stopped.Attempt));
    }

    [TestMethod]
    //       setting                       exit code
    [DataRow("--JobQueue:Grace=soon", 78)]
    [DataRow("--JobQueue:Grace=-1s", 78)]
    [DataRow("--JobQueue:Grace=25h", 78)]
    [DataRow("--JobQueue:Concurrency=0", 78)]
    public async Task Start_BadSetting_ExitsWith78AndNamesIt(string setting, int expected)
    {
        await using var host = new HostUnderTest();

        await using var process = host.Launch([setting]);

        Assert.AreEqual(expected, await process.ExitAsync());
        Assert.Contains(setting.Split(':', '=')[1], process.Error);
    }

    [TestMethod]
    public async Task Start_LedgerInUse_IsRefusedWithThePidOfItsHolder()
    {
        await using var host = await HostUnderTest.StartAsync("0 0 1 1 *  -  /echo\n");

        await using var second = host.Launch([]);

        Assert.AreEqual(1, await second.ExitAsync());
        Assert.Contains($"in use by the process with pid {host.Process.Id}.", second.Error);
        Assert.AreEqual(200, await host.StatusAsync("/readyz"));
    }

    [TestMethod]
    public async Task Start_AfterItsHolderWasKilled_HasTheLedger()
    {
        await using var host = await HostUnderTest.StartAsync("0 0 1 1 *  -  /echo\n");
        await host.KillAsync();

        await host.StartAsync();

        Assert.AreEqual(200, await host.StatusAsync("/readyz"));
    }

    [TestMethod]
    [DataRow("http://0.0.0.0:0")]
    [DataRow("http://*:7071")]
    [DataRow("http://[::]:7071")]
    [DataRow("http://192.0.2.1:7071")]
    [DataRow("http://127.0.0.1:0;http://+:7071")]
    public async Task Start_OpenToOtherMachines_ExitsWith78AndSaysWhatToDo(string urls)
    {
        await using var host = new HostUnderTest();

        var result = await JobQueueProcess.RunAsync(["--urls", urls], folder: host.Folder);

        Assert.AreEqual(78, result.ExitCode);
        Assert.Contains("is open to other machines", result.Error);
        Assert.Contains("http://127.0.0.1:7070", result.Error);
        Assert.IsEmpty(Directory.GetFiles(host.Folder), "nothing was opened before the refusal");
    }

    [TestMethod]
    public async Task Request_HostileHostOrOrigin_IsRefused()
    {
        await using var host = await HostUnderTest.StartAsync("0 0 1 1 *  -  /echo --name job\n");
        var own = host.Url;
        //                             method  path                   header            value                     status
        (string, string, string, string, int)[] rows =
        [
            ("GET",  "/api/jobs",           "Host",           "attacker.example",          403),
            ("GET",  "/api/jobs",           "Host",           "127.0.0.1.attacker.example", 403),
            ("GET",  "/healthz",            "Host",           "attacker.example",          403),
            ("GET",  "/api/jobs",           "Host",           "localhost",                 200),
            ("POST", "/api/jobs/job/pause", "Origin",         "http://attacker.example",   403),
            ("POST", "/api/jobs/job/pause", "Origin",         "null",                      403),
            ("POST", "/api/jobs/job/pause", "Origin",         "http://127.0.0.1:1",        403),
            ("POST", "/api/jobs/job/pause", "Sec-Fetch-Site", "cross-site",                403),
            ("POST", "/api/jobs/job/pause", "Sec-Fetch-Site", "same-site",                 403),
            ("POST", "/api/jobs/job/pause", "Origin",         own,                         200),
            ("POST", "/api/jobs/job/pause", "Sec-Fetch-Site", "same-origin",               200),
        ];

        var answers = await Task.WhenAll(rows.Select(row => StatusAsync(host, row)));

        Assert.AreEqual(string.Join(' ', rows.Select(row => row.Item5)), string.Join(' ', answers));
    }

    [TestMethod]
    public async Task Run_OfTheApiItself_IsNotTheLocalMachine()
    {
        await using var host = await HostUnderTest.StartAsync(
            "0 0 1 1 *  -  DELETE /api/jobs/victim --name thief\n0 0 1 1 *  -  /echo --name victim\n");

        await host.PostAsync("/api/jobs/thief/run");
        var thief = await host.JobAsync("thief", job => (string?)job["last"]?["state"] == "failed");

        Assert.AreEqual(403, (int)thief["last"]!["status"]!);
        Assert.AreEqual("active", (string?)(await host.GetAsync("/api/jobs/victim"))["state"]);
    }

    private static async Task<int> StatusAsync(
        HostUnderTest host, (string Method, string Path, string Header, string Value, int Status) row)
    {
        using var request = new HttpRequestMessage(new HttpMethod(row.Method), host.Url + row.Path);
        request.Headers.TryAddWithoutValidation(row.Header, row.Value);
        using var response = await HostUnderTest.SendAsync(request);
        return (int)response.StatusCode;
    }
}
