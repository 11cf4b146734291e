using System.Net;
using System.Text.Json;

namespace JobQueue.Api.Tests;

/// <summary>Queues, cancelling and replaying through the API of an app.</summary>
[TestClass]
public sealed class QueueTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task Pause_Queue_HoldsItsRunsBackUntilResume()
    {
        await using var app = await LibraryApp.StartAsync("", Map, builder => builder.Services.Configure<JobQueueOptions>(
            options => options.Queues["mails"] = new QueueOptions { Concurrency = 3, Rate = "100/m" }));

        var paused = await PostAsync(app, "queues/mails/pause", new { reason = "maintenance" });
        var held = await AddAsync(app, "/fine");
        var queue = await app.GetAsync("/jobqueue/api/queues/mails");
        var heldRun = await app.GetAsync($"/jobqueue/api/runs/{held}");
        var resumed = await PostAsync(app, "queues/mails/resume", new { });
        var ended = await app.EndedAsync(held);

        Assert.AreEqual((HttpStatusCode.OK, HttpStatusCode.OK), (paused.StatusCode, resumed.StatusCode));
        Assert.AreEqual(
            """{"name":"mails","concurrency":3,"rate":"100/m","running":0,"pending":1,"paused":true,"reason":"maintenance","notBefore":null}""",
            queue.GetRawText());
        Assert.AreEqual(("pending", "succeeded"), (Text(heldRun, "state"), Text(ended, "state")));
    }

    [TestMethod]
    public async Task Pause_UnknownQueue_Is404()
    {
        await using var app = await LibraryApp.StartAsync("", Map);

        var answer = await PostAsync(app, "queues/mials/pause", new { });

        Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [TestMethod]
    public async Task Pause_QueueOfAJobThatIsNotDue_Is200()
    {
        await using var app = await LibraryApp.StartAsync("", Map);
        await app.PostJobAsync(new { at = "now + 1 hour", queue = "later", request = new { uri = "/fine" } });

        var shown = await app.GetAsync("/jobqueue/api/queues/later");
        var paused = await PostAsync(app, "queues/later/pause", new { });

        Assert.AreEqual((0, HttpStatusCode.OK), (shown.GetProperty("pending").GetInt32(), paused.StatusCode));
    }

    [TestMethod]
    public async Task GetQueues_ResponseThatAsksForPatience_ShowsUntilWhen()
    {
        await using var app = await LibraryApp.StartAsync("", Map);

        await app.EndedAsync(await AddAsync(app, "/busy"));
        var queues = await app.GetAsync("/jobqueue/api/queues");

        var notBefore = queues.GetProperty("items").EnumerateArray().ToDictionary(queue => Text(queue, "name")!, queue => Text(queue, "notBefore"));
        Assert.IsNull(notBefore["default"]);
        Assert.IsNotNull(notBefore["mails"]);
    }

    [TestMethod]
    public async Task Resume_QueueThatAResponseHoldsBack_GoesOn()
    {
        await using var app = await LibraryApp.StartAsync("", Map);
        await app.EndedAsync(await AddAsync(app, "/busy"));

        var resumed = await PostAsync(app, "queues/mails/resume", new { reason = "it is back" });
        var ended = await app.EndedAsync(await AddAsync(app, "/fine"));

        Assert.IsNull(Text(await resumed.Content.ReadFromJsonAsync<JsonElement>(), "notBefore"));
        Assert.AreEqual("succeeded", Text(ended, "state"));
    }

    [TestMethod]
    public async Task Cancel_Running_ReachesTheEndpointAsRequestAborted()
    {
        var (arrived, aborted) = (NewSignal(), NewSignal());
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            Map(app);
            app.MapGet("/long", async (HttpContext context) =>
            {
                arrived.SetResult();
                await using var registration = context.RequestAborted.Register(aborted.SetResult);
                await aborted.Task;
            });
        });
        var id = await AddAsync(app, "/long");
        await arrived.Task.WaitAsync(Limit);

        var answer = await PostAsync(app, $"runs/{id}/cancel", new { reason = "wrong one" });
        await aborted.Task.WaitAsync(Limit);
        var run = await app.EndedAsync(id);

        Assert.AreEqual(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.AreEqual(("cancelled", "wrong one"), (Text(run, "state"), Text(run, "error")));
    }

    [TestMethod]
    public async Task Replay_RunThatHasEnded_IsANewOneTimeJobWithTheSameRequest()
    {
        await using var app = await LibraryApp.StartAsync("", Map);
        var created = await app.PostJobAsync(new
        {
            at = "now",
            request = new { method = "POST", uri = "/fine?a=1", body = "text" },
            name = "once",
            user = "ada",
            requestedBy = "anna",
            queue = "mails",
            summary = "a line",
        });
        var original = Text(await created.Content.ReadFromJsonAsync<JsonElement>(), "id")!;
        await app.EndedAsync(original);

        var answer = await PostAsync(app, $"runs/{original}/replay", new { });
        var job = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var run = await app.EndedAsync(Text(job, "id")!);

        Assert.AreEqual((HttpStatusCode.Created, $"/jobqueue/api/jobs/{Text(job, "id")}"), (answer.StatusCode, answer.Headers.Location!.ToString()));
        Assert.AreEqual(
            (original, "mails", "ada", "anna", "a line"),
            (Text(job, "replayOf"), Text(job, "queue"), Text(job, "user"), Text(job, "requestedBy"), Text(job, "summary")));
        Assert.AreEqual(("replay", original, "succeeded"), (Text(run, "cause"), Text(run, "replayOf"), Text(run, "state")));
        Assert.AreEqual("""{"method":"POST","uri":"/fine?a=1","body":"text"}""", run.GetProperty("request").GetRawText());
    }

    [TestMethod]
    public async Task Replay_RunThatHasNotEnded_Is409()
    {
        await using var app = await LibraryApp.StartAsync("", Map);
        var created = await app.PostJobAsync(new { at = "now + 1 hour", request = new { uri = "/fine" } });
        var id = Text(await created.Content.ReadFromJsonAsync<JsonElement>(), "id");

        var (waiting, unknown) = (await PostAsync(app, $"runs/{id}/replay", new { }), await PostAsync(app, "runs/none/replay", new { }));

        Assert.AreEqual((HttpStatusCode.Conflict, HttpStatusCode.NotFound), (waiting.StatusCode, unknown.StatusCode));
    }

    private static void Map(WebApplication app)
    {
        app.MapMethods("/fine", ["GET", "POST"], () => "fine");
        app.MapGet("/busy", (HttpContext context) =>
        {
            context.Response.Headers.RetryAfter = "600";
            return Results.StatusCode(503);
        });
        app.MapJobQueue();
    }

    private static async Task<string> AddAsync(LibraryApp app, string uri)
    {
        var created = await app.PostJobAsync(new { at = "now", request = new { uri }, queue = "mails", retry = 0 });
        return Text(await created.Content.ReadFromJsonAsync<JsonElement>(), "id")!;
    }

    private static Task<HttpResponseMessage> PostAsync(LibraryApp app, string path, object body) =>
        app.Client.PostAsJsonAsync($"/jobqueue/api/{path}", body);

    private static string? Text(JsonElement document, string field) => document.GetProperty(field).GetString();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
