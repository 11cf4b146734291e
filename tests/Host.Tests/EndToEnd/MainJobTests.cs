using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>An empty folder, the command, no arguments but the port: what a person sees in the first minute.</summary>
[TestClass]
public sealed class MainJobTests
{
    [TestMethod]
    public async Task Serve_EmptyFolder_RunsTheExampleAndKeepsTheResponses()
    {
        await using var host = new HostUnderTest();
        await host.StartAsync();

        var run = await SucceededAsync(host, "start");
        var heartbeat = await SucceededAsync(host, "heartbeat");

        Assert.AreEqual("/echo?job=start", (string)run["request"]!["uri"]!);
        using var response = await host.ResponseAsync((string)heartbeat["id"]!);
        var body = await response.Content.ReadAsStringAsync();
        Assert.StartsWith("GET /echo?job=heartbeat\n", body);
        Assert.Contains($"X-JobQueue-Run: {heartbeat["id"]}\n", body);
        Assert.AreEqual("text/plain", response.Content.Headers.ContentType?.MediaType);
    }

    [TestMethod]
    public async Task Serve_EmptyFolder_SaysWhatIsNextAndWhere()
    {
        await using var host = new HostUnderTest();
        await host.StartAsync();

        await host.Process.OutputLineAsync("Loaded the built-in crontab.example: 9 jobs (9 added, 0 changed, 0 gone)");
        var next = await host.Process.OutputLineAsync("9 recurring jobs; next: GET /echo");
        var ready = await host.Process.OutputLineAsync("Listening on http://127.0.0.1:");

        Assert.MatchesRegex(@"next: GET /echo at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$", next);
        Assert.EndsWith($"; the ledger is {Path.Combine(host.Folder, "jobqueue.db")}", ready);
        Assert.AreEqual(200, await host.StatusAsync("/healthz"));
    }

    [TestMethod]
    public async Task Serve_EmptyFolder_LeavesALedgerThatAnybodyCanRead()
    {
        await using var host = new HostUnderTest();
        await host.StartAsync();
        await Until.TrueAsync("a run in the ledger", () => host.Ledger.Count("runs WHERE state = 'succeeded' AND status = 200") > 0);

        var code = await host.StopAsync();

        Assert.AreEqual(0, code, host.Process.Error);
        Assert.AreEqual(9, host.Ledger.Count("jobs WHERE state = 'active' AND is_listed = 1"));
        Assert.AreEqual(0, host.Ledger.Count("runs WHERE state = 'running'"));
        Assert.AreEqual("ok", host.Ledger.Read("PRAGMA integrity_check", row => row.GetString(0)).Single());
    }

    private static Task<JsonNode> SucceededAsync(HostUnderTest host, string job) => Until.SeenAsync(
        $"a run of {job}", async () => (await host.GetAsync($"/api/runs?state=succeeded&q={job}"))["items"]!.AsArray().FirstOrDefault());
}
