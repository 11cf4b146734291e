using System.Globalization;
using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>Queues, overlap and crashes, by the built command.</summary>
[TestClass]
public sealed class QueueTests
{
    private const string NoJobs = "# no recurring jobs\n";

    [TestMethod]
    public async Task Post_QueueOfOneSlot_GoesOneAfterTheOtherByPriorityAndOrder()
    {
        await using var host = await HostUnderTest.StartAsync(NoJobs, "--JobQueue:Queues:strict:Concurrency=1");
        await host.PostAsync("/api/queues/strict/pause");
        var ids = new[] { await AddAsync(host, "/echo?status=500", 0), await AddAsync(host, "/echo", 0), await AddAsync(host, "/echo", 5) };

        await host.PostAsync("/api/queues/strict/resume");
        await Until.TrueAsync("the end of all runs", () => host.Ledger.Count(LedgerFile.OpenRuns) == 0);

        var runs = await Task.WhenAll(ids.Select(id => host.GetAsync($"/api/runs/{id}")));
        var order = runs.OrderBy(run => (string)run["started"]!, StringComparer.Ordinal).ToList();
        CollectionAssert.AreEqual(new[] { ids[2], ids[0], ids[1] }, order.Select(run => (string)run["id"]!).ToList());
        CollectionAssert.AreEqual(new[] { "succeeded", "failed", "succeeded" }, order.Select(run => (string)run["state"]!).ToList());
        Assert.IsTrue(
            order.Zip(order.Skip(1)).All(pair => string.CompareOrdinal((string)pair.First["finished"]!, (string)pair.Second["started"]!) <= 0),
            "none began before the one before it had ended");
    }

    [TestMethod]
    public async Task Pause_Queue_SurvivesARestart()
    {
        await using var host = await HostUnderTest.StartAsync(NoJobs, "--JobQueue:Queues:strict:Rate=10/s");
        await host.PostAsync("/api/queues/strict/pause", new JsonObject { ["reason"] = "maintenance" });
        await host.StopAsync();

        await host.StartAsync("--JobQueue:Queues:strict:Rate=10/s");
        var id = await AddAsync(host, "/echo", 0);
        var queue = await host.GetAsync("/api/queues/strict");
        var held = await host.GetAsync($"/api/runs/{id}");
        await host.PostAsync("/api/queues/strict/resume");
        await host.JobAsync(id, "completed");

        Assert.AreEqual((true, "maintenance", 1, "10/s"), ((bool)queue["paused"]!, (string)queue["reason"]!, (int)queue["pending"]!, (string)queue["rate"]!));
        Assert.AreEqual("pending", (string)held["state"]!);
    }

    [TestMethod]
    public async Task Post_RateUsedUpBeforeAKill_WaitsForTheRestOfTheDay()
    {
        await using var host = await HostUnderTest.StartAsync(NoJobs, "--JobQueue:Queues:strict:Rate=2/d");
        foreach (var id in new[] { await AddAsync(host, "/echo", 0), await AddAsync(host, "/echo", 0) })
            await host.JobAsync(id, "completed");
        await host.KillAsync();

        await host.StartAsync("--JobQueue:Queues:strict:Rate=2/d");
        var third = await AddAsync(host, "/echo", 0);
        await Until.TrueAsync("what holds the queue", async () => (await host.GetAsync("/api/queues/strict"))["notBefore"] is not null);

        Assert.AreEqual("pending", (string)(await host.GetAsync($"/api/runs/{third}"))["state"]!);
        var held = DateTimeOffset.Parse((string)(await host.GetAsync("/api/queues/strict"))["notBefore"]!, CultureInfo.InvariantCulture);
        Assert.AreEqual(1, (held - DateTimeOffset.UtcNow).TotalDays, 0.05);
    }

    [TestMethod]
    // Overlap, how long it takes, answer to the second run, state of the first once the second has ended
    [DataRow("queue", "700ms", 202, "succeeded")]
    [DataRow("cancel", "20s", 202, "cancelled")]
    [DataRow("allow", "700ms", 202, "succeeded")]
    public async Task Run_OfABusyJob_IsWhatItsOverlapSays(string overlap, string delay, int status, string first)
    {
        await using var host = await HostUnderTest.StartAsync($"0 0 1 1 *  -  /echo?delay={delay} --name busy --overlap {overlap}\n");
        var one = await host.PostAsync("/api/jobs/busy/run");

        var two = await host.PostAsync("/api/jobs/busy/run");
        await Until.TrueAsync("the end of all runs", () => host.Ledger.Count(LedgerFile.OpenRuns) == 0);

        Assert.AreEqual(status, two.Status);
        Assert.AreEqual(first, (string)(await host.GetAsync($"/api/runs/{one.Body!["runId"]}"))["state"]!);
        Assert.AreEqual("succeeded", (string)(await host.GetAsync($"/api/runs/{two.Body!["runId"]}"))["state"]!);
    }

    [TestMethod]
    public async Task Run_OfABusyJobThatSkips_Is409()
    {
        await using var host = await HostUnderTest.StartAsync("0 0 1 1 *  -  /echo?delay=30s --name busy\n");
        await host.PostAsync("/api/jobs/busy/run");

        var again = await host.PostAsync("/api/jobs/busy/run");

        Assert.AreEqual(409, again.Status);
    }

    [TestMethod]
    public async Task Kill_WithOnCrashNever_HasFailedAndIsNotSentAgain()
    {
        await using var host = await HostUnderTest.StartAsync("0 0 1 1 *  -  /echo?delay=30s --name once --on-crash never\n");
        var run = await host.PostAsync("/api/jobs/once/run");
        await host.KillAsync();

        await host.StartAsync();
        var after = await host.GetAsync($"/api/runs/{run.Body!["runId"]}");

        Assert.AreEqual(
            ("failed", "interrupted: the process ended while it ran (on-crash never)", 1),
            ((string)after["state"]!, (string)after["error"]!, (int)after["attempt"]!));
    }

    [TestMethod]
    public async Task Kill_ThreeTimesWhileItRan_IsQuarantinedAndCanBeReplayed()
    {
        await using var host = await HostUnderTest.StartAsync("0 0 1 1 *  -  /echo?delay=30s --name poison\n");
        var id = (string)(await host.PostAsync("/api/jobs/poison/run")).Body!["runId"]!;
        await CrashAsync(host, id);
        await CrashAsync(host, id);

        await CrashAsync(host, id);
        var line = await host.Process.OutputLineAsync("is not sent again");
        var run = await host.GetAsync($"/api/runs/{id}");
        var replay = await host.PostAsync($"/api/runs/{id}/replay");

        Assert.AreEqual(("quarantined", 3), ((string)run["state"]!, (int)run["attempt"]!));
        Assert.Contains($"Run {id} of poison is not sent again: quarantined", line);
        Assert.AreEqual((201, id), (replay.Status, (string)replay.Body!["replayOf"]!));
    }

    private static async Task CrashAsync(HostUnderTest host, string run)
    {
        await Until.SeenAsync("the run under way", async () => await host.GetAsync($"/api/runs/{run}") is var seen && (string)seen["state"]! == "running" ? seen : null);
        await host.KillAsync();
        await host.StartAsync();
    }

    private static async Task<string> AddAsync(HostUnderTest host, string uri, int priority)
    {
        var (_, job) = await host.PostAsync("/api/jobs", new JsonObject
        {
            ["at"] = "now",
            ["request"] = new JsonObject { ["uri"] = uri },
            ["queue"] = "strict",
            ["priority"] = priority,
            ["retry"] = 0,
        });
        return (string)job!["id"]!;
    }
}
