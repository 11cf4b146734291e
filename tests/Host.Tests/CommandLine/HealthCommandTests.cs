namespace JobQueue.Host.Tests.CommandLine;

[TestClass]
public sealed class HealthCommandTests
{
    [TestMethod]
    // command line, what is asked, status, answer, code, what is printed
    [DataRow("health", "GET /healthz", 200, """{"status":"healthy"}""", 0, "healthy\n")]
    [DataRow("health --ready", "GET /readyz", 200, """{"status":"healthy","problems":[]}""", 0, "healthy\n")]
    [DataRow("health", "GET /healthz", 503, """{"status":"unhealthy"}""", 1, "unhealthy\n")]
    [DataRow("health", "GET /healthz", 503, """{"status":"unhealthy","problems":["a","b"]}""", 1, "unhealthy\na\nb\n")]
    public async Task Health_Answer_IsPrintedAndTheCode(string line, string asked, int status, string answer, int code, string expected)
    {
        await using var api = await StubApi.StartAsync((asked, new StubAnswer(status, answer)));

        var result = await api.RunAsync(line.Split(' '));

        Assert.AreEqual(new CommandResult(code, expected, ""), result);
    }

    [TestMethod]
    public async Task Health_OfAnotherServer_IsNoHealth()
    {
        await using var api = await StubApi.StartAsync(("GET /healthz", new StubAnswer(200, """{"status":"UP"}""")));

        var result = await api.RunAsync("health");

        Assert.AreEqual(new CommandResult(3, "", $"jobqueue: what answers at {api.Url} is not JobQueue: found no health\n"), result);
    }

    [TestMethod]
    public async Task Health_ProblemOfAnotherServer_IsRefused()
    {
        await using var api = await StubApi.StartAsync(("GET /healthz", new StubAnswer(401, """{"status":401,"detail":"log in first"}""")));

        var result = await api.RunAsync("health");

        Assert.AreEqual(new CommandResult(1, "", "jobqueue: log in first; pass a key with --key or JOBQUEUE_KEY\n"), result);
    }

    [TestMethod]
    public async Task Health_NoServer_EndsWith3()
    {
        // Port 1 is tcpmux, which nobody serves.
        var result = await JobQueueProcess.RunAsync(["health", "--server", "http://127.0.0.1:1"]);

        Assert.AreEqual(3, result.ExitCode);
    }
}
