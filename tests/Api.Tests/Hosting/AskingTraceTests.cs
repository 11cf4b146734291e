using System.Diagnostics;
using System.Text.Json;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Hosting;

/// <summary>A run keeps the trace of what asked for it.</summary>
[TestClass]
public sealed class AskingTraceTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string Api = "/jobqueue/api";

    private static readonly object Later = new { at = "tomorrow", request = new { uri = "/hello" } };

    [TestMethod]
    public async Task Post_Job_RunKeepsTheRequestsTrace()
    {
        await using var app = await StartAsync();

        var job = await AskAsync(app, HttpMethod.Post, $"{Api}/jobs", Later);

        Assert.AreEqual(Trace, await KeptAsync(app, job.GetProperty("id")));
    }

    [TestMethod]
    [DataRow("none")]
    [DataRow("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    public async Task Post_JobWithoutAGoodTrace_RunHasNone(string trace)
    {
        await using var app = await StartAsync();

        var job = await AskAsync(app, HttpMethod.Post, $"{Api}/jobs", Later, ("traceparent", trace));

        Assert.IsNull(await KeptAsync(app, job.GetProperty("id")));
    }

    [TestMethod]
    // A recurring job; a one-time job that waits
    [DataRow("yearly")]
    [DataRow("waits")]
    public async Task Run_Now_RunKeepsTheTraceOfWhoMadeItRun(string name)
    {
        await using var app = await StartAsync();
        await app.PostJobAsync(new { at = "tomorrow", name = "waits", request = new { uri = "/hello" } });

        var run = await AskAsync(app, HttpMethod.Post, $"{Api}/jobs/{name}/run");

        Assert.AreEqual(Trace, await KeptAsync(app, run.GetProperty("runId")));
    }

    [TestMethod]
    public async Task Replay_OfARun_KeepsTheTraceOfTheReplay()
    {
        await using var app = await StartAsync();
        var original = await app.AddNowAsync("/hello");
        await app.EndedAsync(original);

        var job = await AskAsync(app, HttpMethod.Post, $"{Api}/runs/{original}/replay");

        Assert.AreEqual(Trace, await KeptAsync(app, job.GetProperty("id")));
    }

    [TestMethod]
    public async Task Request_ThatIsPutOff_RunKeepsItsTrace()
    {
        await using var app = await StartAsync();

        var kept = await AskAsync(
            app, HttpMethod.Get, "/kept", body: null, ("traceparent", Trace), ("Prefer", "respond-async"), ("X-JobQueue-At", "tomorrow"));

        Assert.AreEqual(Trace, await KeptAsync(app, kept.GetProperty("runId")));
    }

    [TestMethod]
    public async Task Code_InARequest_RunKeepsTheRequestsTrace()
    {
        await using var app = await StartAsync();

        var id = await AskAsync(app, HttpMethod.Get, "/asks");

        Assert.AreEqual(Trace, await KeptAsync(app, id));
    }

    [TestMethod]
    public async Task Code_InAnActivity_RunKeepsThat()
    {
        await using var app = await StartAsync();
        using var source = new ActivitySource("of the app itself");
        using var listener = new ActivityListener
        {
            ShouldListenTo = one => one == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var activity = source.StartActivity("asks");

        var job = await app.App.Services.GetRequiredService<IJobQueue>().ScheduleAsync("tomorrow", new JobRequest { Uri = "/hello" });

        Assert.AreEqual(activity!.Id, (await FindAsync(app, job.Id))!.ScheduledBy);
    }

    private static Task<LibraryApp> StartAsync() => LibraryApp.StartAsync(
        "0 0 1 1 *  -  GET /hello --name yearly\n",
        app =>
        {
            app.MapGet("/hello", () => "hello");
            app.MapGet("/kept", () => "kept").AllowRespondAsync();
            app.MapGet("/asks", async (IJobQueue jobs) =>
                Results.Json((await jobs.ScheduleAsync("tomorrow", new JobRequest { Uri = "/hello" })).Id));
            app.MapJobQueue();
        });

    private static Task<JsonElement> AskAsync(LibraryApp app, HttpMethod method, string path, object? body = null) =>
        AskAsync(app, method, path, body, ("traceparent", Trace));

    private static async Task<JsonElement> AskAsync(
        LibraryApp app, HttpMethod method, string path, object? body, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in fields)
            request.Headers.Add(name, value);
        using var answer = await app.Client.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task<string?> KeptAsync(LibraryApp app, JsonElement runId) =>
        (await FindAsync(app, runId.GetString()!))!.ScheduledBy;

    private static Task<JobQueue.Jobs.Run?> FindAsync(LibraryApp app, string id) =>
        app.App.Services.GetRequiredService<Ledger>().ReadAsync(connection => RunReads.Find(connection, id));
}
