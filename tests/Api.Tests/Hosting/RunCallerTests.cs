using System.Text.Json;
using JobQueue.Api.Tests.Keys;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Hosting;

[TestClass]
public sealed class RunCallerTests
{
    private const string Jobs = "/jobqueue/api/jobs";

    [TestMethod]
    // User of the run, method, path, status: a run has its user's roles, also where this machine needs no key
    [DataRow("-", "GET", Jobs, 403)]
    [DataRow("nobody", "GET", Jobs, 403)]
    [DataRow("reader", "GET", Jobs, 200)]
    [DataRow("reader", "POST", Jobs, 403)]
    [DataRow("worker", "POST", Jobs, 201)]
    [DataRow("worker", "GET", "/jobqueue/api/keys", 403)]
    [DataRow("boss", "GET", "/jobqueue/api/keys", 200)]
    public async Task Run_CallingTheApi_HasItsUsersRolesOnly(string user, string method, string uri, int expected)
    {
        await using var host = await StartAsync();

        var run = await RunAsync(host, user, method, uri, new { at = "now + 1 hour", name = "made", request = new { uri = "/a" } });

        Assert.AreEqual(expected, run.GetProperty("status").GetInt32());
    }

    [TestMethod]
    public async Task Run_AddingAJob_IsWhoDidIt()
    {
        await using var host = await StartAsync();

        var run = await RunAsync(host, "worker", "POST", Jobs, new { cron = "@yearly", name = "made", request = new { uri = "/a" } });
        var made = await host.App.GetAsync($"{Jobs}/made");

        Assert.AreEqual("worker", made.GetProperty("requestedBy").GetString());
        Assert.AreEqual($"run {run.GetProperty("id").GetString()}", made.GetProperty("events")[0].GetProperty("who").GetString());
    }

    [TestMethod]
    // Depth of the run, what it does, status, depth of what it made
    [DataRow(0, "", 201, 1)]
    [DataRow(9, "", 201, 10)]
    [DataRow(10, "", 409, null)]
    [DataRow(9, "/recurring/run", 202, 10)]
    [DataRow(10, "/recurring/run", 409, null)]
    public async Task Run_MakingRuns_GoesTenDeep(int depth, string path, int expected, int? madeDepth)
    {
        await using var host = await StartAsync();
        await host.App.PostJobAsync(new { cron = "@yearly", name = "recurring", request = new { uri = "/a" } });
        var body = JsonSerializer.SerializeToUtf8Bytes(new { at = "now + 1 hour", request = new { uri = "/a" } });

        var status = await EnterAsync(host, depth, new JobRequest { Method = "POST", Uri = Jobs + path, User = "worker", Body = path.Length == 0 ? body : default });
        var deepest = await DepthsAsync(host, "/a");

        Assert.AreEqual(expected, status);
        Assert.AreEqual(madeDepth, deepest);
    }

    [TestMethod]
    public async Task RecurringJob_MadeByARun_HandsItsDepthOn()
    {
        await using var host = await StartAsync();
        var body = JsonSerializer.SerializeToUtf8Bytes(new { cron = "@yearly", name = "made", request = new { uri = "/a" } });
        await EnterAsync(host, 6, new JobRequest { Method = "POST", Uri = Jobs, User = "worker", Body = body });

        await host.StatusAsync("none", "POST", "/api/jobs/made/run");

        Assert.AreEqual(7, await DepthsAsync(host, "/a"));
    }

    private static Task<HostApp> StartAsync() => HostApp.StartOpenAsync(
        app => app.MapGet("/a", () => "done"),
        ("JobQueue:Users:nobody:Roles:0", "guest"),
        ("JobQueue:Users:reader:Roles:0", "viewer"),
        ("JobQueue:Users:worker:Roles:0", "operator"),
        ("JobQueue:Users:boss:Roles:0", "viewer"),
        ("JobQueue:Users:boss:Roles:1", "admin"));

    private static async Task<JsonElement> RunAsync(HostApp host, string user, string method, string uri, object body)
    {
        var created = await host.App.PostJobAsync(method == "GET"
            ? new { at = "now", retry = 0, user, request = new { method, uri } }
            : new { at = "now", retry = 0, user, request = new { method, uri, json = body } });
        return await host.App.EndedAsync((await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);
    }

    /// <summary>Runs a request at a depth; its status.</summary>
    private static async Task<int> EnterAsync(HostApp host, int depth, JobRequest request)
    {
        var now = TimeProvider.System.GetUtcNow();
        var run = new Run { Id = RunId.New(now), Due = now, Created = now, Depth = depth, Request = request, Policy = JobPolicy.Default with { Retry = 0 } };
        await host.App.App.Services.GetRequiredService<RunQueue>().EnterAsync(run, RunWrites.Add, isEntered => isEntered);
        return (await host.App.EndedAsync(run.Id)).GetProperty("status").GetInt32();
    }

    private static async Task<int?> DepthsAsync(HostApp host, string uri) =>
        (int?)await host.App.App.Services.GetRequiredService<Ledger>().ReadAsync(connection =>
            (long?)connection.Scalar("SELECT max(depth) FROM runs WHERE uri = @uri", ("@uri", uri)));
}
