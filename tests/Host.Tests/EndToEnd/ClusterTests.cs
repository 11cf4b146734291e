using System.Globalization;
using System.Text.Json.Nodes;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>Two nodes on one database: each does what was asked of the other.</summary>
[TestClass]
public sealed class ClusterTests
{
    private const string Hourly = "@hourly  -  /echo --name hourly\n";

    [TestMethod]
    public async Task Crontab_SavedOnOneNode_IsInForceOnBoth()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var one = await StartAsync(database, Hourly, savedMinutesAgo: 2);
        await using var other = await StartAsync(database, Hourly, savedMinutesAgo: 2);

        other.Save(Hourly + "@daily  -  /echo --name nightly\n");

        await Until.TrueAsync("the job on the other node", async () => (await one.GetAsync("/api/jobs/nightly"))["next"] is not null);
        Assert.AreEqual("active", (string?)(await one.GetAsync("/api/jobs/nightly"))["state"]);
    }

    [TestMethod]
    public async Task Crontab_OlderThanAnotherNodes_StaysOutOfForceAndSaysSo()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var newer = await StartAsync(database, "@hourly  -  /echo --name newer\n", savedMinutesAgo: 1);
        await using var older = await StartAsync(database, "@hourly  -  /echo --name older\n", savedMinutesAgo: 2);

        Assert.IsTrue(await SaysThatItIsNotInForceAsync(older));
        Assert.AreEqual(200, await older.StatusAsync("/api/jobs/newer"));
        Assert.AreEqual(404, await newer.StatusAsync("/api/jobs/older"));

        older.Save("@hourly  -  /echo --name older\n");
        await Until.TrueAsync("the one that was saved anew", async () => await newer.StatusAsync("/api/jobs/older") == 200);
        await Until.TrueAsync("a warning where the other was in force", () => SaysThatItIsNotInForceAsync(newer));
        await Until.TrueAsync("none where it is in force", async () => !await SaysThatItIsNotInForceAsync(older));
    }

    private static async Task<bool> SaysThatItIsNotInForceAsync(HostUnderTest host) =>
        (await host.GetAsync("/api/crontab"))["warnings"]!.ToJsonString().Contains("not in force", StringComparison.Ordinal);

    [TestMethod]
    public async Task Crontab_OlderFilePutInItsPlace_IsInForceAgain()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var other = await StartAsync(database, Hourly, savedMinutesAgo: 2);
        await using var one = await StartAsync(database, Hourly, savedMinutesAgo: 2);
        one.Save("# a comment\n@hourly  -  /echo --name newer\n");
        await Until.TrueAsync("the newer one", async () => await other.StatusAsync("/api/jobs/newer") == 200);

        var kept = one.Crontab + "~";
        File.WriteAllText(kept, "@hourly  -  /echo --name older\n");
        File.SetLastWriteTimeUtc(kept, DateTime.UtcNow.AddDays(-1));
        File.Move(kept, one.Crontab, overwrite: true);

        await Until.TrueAsync("the older one", async () => await other.StatusAsync("/api/jobs/older") == 200);
        Assert.AreEqual("removed", (string?)(await other.GetAsync("/api/jobs/newer"))["state"]);
    }

    [TestMethod]
    public async Task Crontab_CommentPutInAtTheTop_MovesItsLines()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var host = await StartAsync(database, Hourly, savedMinutesAgo: 2);

        host.Save("# a comment\n" + Hourly);

        await Until.TrueAsync("its line", async () => ((string)(await host.GetAsync("/api/jobs/hourly"))["source"]!).EndsWith(":2", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Next_AskedForInSql_IsThatOfTheApi()
    {
        const string sql = """
            SELECT extract(epoch FROM to_timestamp((next_fire_time - 621355968000000000) / 1e7))::bigint
            FROM jobqueue.qrtz_triggers JOIN jobqueue.jobs ON jobs.id = trigger_name WHERE coalesce(jobs.name, jobs.uri) = 'fair'
            """;
        var database = await SharedPostgres.NewDatabaseAsync();
        var server = await SharedPostgres.ServerAsync();
        await using var host = await StartAsync(database, "@yearly  -  /echo --name fair\n", savedMinutesAgo: 2);

        var next = DateTimeOffset.Parse((string)(await host.GetAsync("/api/jobs/fair"))["next"]!, CultureInfo.InvariantCulture);

        await Until.TrueAsync("its trigger", async () =>
            (await server.SqlAsync(database.Split("Database=")[1], sql)).Contains($"{next.ToUnixTimeSeconds()}", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Reboot_TwoNodesAndOneStartedAgain_RunsOncePerRevisionOfTheCrontab()
    {
        const string crontab = "@reboot  -  /echo --name boot\n";
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var one = await StartAsync(database, crontab, savedMinutesAgo: 2);
        await using (await StartAsync(database, crontab, savedMinutesAgo: 2))
            await one.StopAsync();
        await one.StartAsync();

        await Until.TrueAsync("the run", async () => (await RunsAsync(one, "boot")).Count > 0);
        Assert.HasCount(1, await RunsAsync(one, "boot"));
    }

    [TestMethod]
    public async Task Every_TwoNodes_RunsEachDueOnce()
    {
        const string crontab = "@every 1s  -  /echo --name tick\n";
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var one = await StartAsync(database, crontab, savedMinutesAgo: 2);
        await using var other = await StartAsync(database, crontab, savedMinutesAgo: 2);

        await Until.TrueAsync("five of them", async () => (await RunsAsync(other, "tick")).Count >= 5);

        var dues = (await RunsAsync(one, "tick")).Select(run => DateTimeOffset.Parse((string)run!["due"]!, CultureInfo.InvariantCulture)).ToList();
        CollectionAssert.AllItemsAreUnique(dues);
        CollectionAssert.AreEqual(dues.OrderDescending().ToList(), dues);
    }

    [TestMethod]
    public async Task Cancel_OnTheOtherNode_EndsTheRunWithinASecondOfWork()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var one = await StartAsync(database, Hourly, savedMinutesAgo: 2);
        await using var other = await StartAsync(database, Hourly, savedMinutesAgo: 2);
        var (_, job) = await one.PostAsync("/api/jobs", JsonNode.Parse("""{"at":"now","request":{"method":"GET","uri":"/echo?delay=60s"}}"""));
        var run = $"/api/runs/{(string)job!["id"]!}";
        await Until.TrueAsync("the run", async () => (string?)(await other.GetAsync(run))["state"] == "running");

        var (status, _) = await other.PostAsync($"{run}/cancel");

        Assert.AreEqual(204, status);
        await Until.TrueAsync("its end", async () => (string?)(await one.GetAsync(run))["state"] == "cancelled");
    }

    [TestMethod]
    public async Task Job_AddedOnOneNode_IsPausedRunAndRemovedOnTheOther()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var one = await StartAsync(database, Hourly, savedMinutesAgo: 2);
        await using var other = await StartAsync(database, Hourly, savedMinutesAgo: 2);
        var (_, added) = await one.PostAsync("/api/jobs", JsonNode.Parse("""{"cron":"@yearly","name":"fair","request":{"uri":"/echo"}}"""));
        var job = $"/api/jobs/{(string)added!["id"]!}";

        var (ran, _) = await other.PostAsync($"{job}/run");
        await Until.TrueAsync("its run", async () => (await RunsAsync(one, "fair")).Any(run => (string?)run!["state"] == "succeeded"));
        var (paused, _) = await other.PostAsync($"{job}/pause");

        Assert.AreEqual((202, 200), (ran, paused));
        Assert.AreEqual("paused", (string?)(await one.GetAsync(job))["state"]);
        Assert.AreEqual(204, await other.DeleteAsync(job));
        await Until.TrueAsync("its removal", async () => (string?)(await one.GetAsync(job))["state"] == "removed");
    }

    private static async Task<HostUnderTest> StartAsync(string database, string crontab, int savedMinutesAgo)
    {
        var host = new HostUnderTest { Database = database };
        host.Save(crontab);
        File.SetLastWriteTimeUtc(host.Crontab, DateTime.UtcNow.AddMinutes(-savedMinutesAgo));
        await host.StartAsync();
        return host;
    }

    private static async Task<JsonArray> RunsAsync(HostUnderTest host, string job) =>
        (await host.GetAsync($"/api/runs?job={job}"))["items"]!.AsArray();
}
