using System.Net;
using System.Text.Json.Nodes;

namespace JobQueue.Pages.Tests;

/// <summary>A host with some of everything in its history, for all tests that change nothing.</summary>
[TestClass]
public sealed class Shown
{
    private const string Crontab = """
        # Nights
        RETRY=0
        TIMEOUT=10s
        30 2 * * *       backup   POST /echo?backup=all --name nightly-backup --summary "All databases" --timeout 30m
        0 9 * * mon-fri  reports  /echo --json '{"report": "full", "pages": [1, 2]}' --tz Europe/Berlin --name weekly-report
        @every 1h        -        /echo?status=404 --name cleaning --remove-on none
        @reboot          -        /echo?job=warm-up --name warm-up
        @reboot          shop     POST /echo?status=503 -H "X-Reason: orders" -d "order=42" --name orders --mailto ops@example.com
        @reboot          -        /echo?status=410 --name gone
        @reboot          -        /echo?delay=20s --timeout 1s --name slow
        */5 * * * *      -        /echo --name paused-one
        """;

    private static readonly Lazy<Task<HostUnderTest>> Started = new(StartAsync);

    internal static Task<HostUnderTest> HostAsync() => Started.Value;

    /// <summary>The path with <c>{NAME}</c> replaced by the id of that job's last run.</summary>
    internal static async Task<string> PathAsync(string path)
    {
        if (path.Split('{', '}') is not [var before, var name, var after])
            return path;
        var job = await (await HostAsync()).GetAsync($"/api/jobs/{name}");
        return $"{before}{job["last"]!["runId"]}{after}";
    }

    internal static async Task EndAsync()
    {
        if (Started.IsValueCreated)
            await (await Started.Value).DisposeAsync();
    }

    [TestMethod]
    public async Task Host_IsWell() =>
        Assert.AreEqual((int)HttpStatusCode.OK, await (await HostAsync()).StatusAsync("/healthz"));

    private static async Task<HostUnderTest> StartAsync()
    {
        var host = await HostUnderTest.StartAsync(Crontab);
        foreach (var (name, state) in new[] { ("warm-up", "succeeded"), ("orders", "failed"), ("gone", "failed"), ("slow", "timed_out") })
            await host.JobAsync(name, job => (string?)job["last"]?["state"] == state);
        await host.PostAsync("/api/jobs/paused-one/pause", new JsonObject { ["reason"] = "until the move is done" });
        await host.PostAsync("/api/jobs", new JsonObject
        {
            ["at"] = "tomorrow 06:00",
            ["name"] = "move",
            ["request"] = new JsonObject { ["method"] = "POST", ["uri"] = "/echo?move=1" },
        });
        return host;
    }
}
