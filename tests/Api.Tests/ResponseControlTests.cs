using System.Net;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace JobQueue.Api.Tests;

/// <summary>Responses that say what happens next.</summary>
[TestClass]
public sealed class ResponseControlTests
{
    [TestMethod]
    public async Task Response_WithALinkToNext_IsFollowedAsFurtherRunsOfTheJob()
    {
        await using var app = await LibraryApp.StartAsync("@monthly - POST /orders?page=1 --name orders -d all", Map);

        await app.Client.PostAsync("/jobqueue/api/jobs/orders/run", null);
        var runs = await EndedAsync(app, "orders", 3);

        Assert.AreSequenceEqual(
            ["manual POST /orders?page=1 succeeded", "link POST /orders?page=2 succeeded", "link POST /orders?page=3 succeeded"],
            runs.Select(run => $"{Text(run, "cause")} {Text(run.GetProperty("request"), "method")} {Text(run.GetProperty("request"), "uri")} {Text(run, "state")}"));
        Assert.AreSequenceEqual([null, Text(runs[0], "id"), Text(runs[1], "id")], runs.Select(run => Text(run, "linkOf")));
        Assert.AreSequenceEqual([null, null, null], runs.Select(run => Text(run, "replayOf")));
    }

    [TestMethod]
    public async Task Response_OfAOneTimeJobWithALink_IsFollowedByAnotherOneTimeJob()
    {
        await using var app = await LibraryApp.StartAsync("", Map);

        var first = await app.AddNowAsync("/orders?page=2");
        await app.EndedAsync(first);
        var runs = await app.GetAsync("/jobqueue/api/runs?q=page=3");
        var next = await app.GetAsync($"/jobqueue/api/jobs/{Text(runs.GetProperty("items")[0], "id")}");

        Assert.AreEqual(("at", first), (Text(next, "kind"), Text(next, "linkOf")));
    }

    [TestMethod]
    [DataRow("/none", "nothing to do")]
    [DataRow("/orders?page=3", null)]
    [DataRow("/gone", null)]
    public async Task Response_WithoutContent_IsNotedAsNothingToDo(string path, string? note)
    {
        await using var app = await LibraryApp.StartAsync("", Map);

        var run = await app.EndedAsync(await app.AddNowAsync(path));

        Assert.AreEqual(note, Text(run, "note"));
    }

    [TestMethod]
    public async Task Response_ThatIsAnErrorWithoutABody_IsServedAsItCame()
    {
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.UseWhen(context => context.Request.Path.StartsWithSegments("/jobqueue"), ours => ours.UseStatusCodePages());
            app.MapGet("/away", () => Results.StatusCode(404));
            app.MapJobQueue();
        });

        var run = await app.EndedAsync(await app.AddNowAsync("/away"));
        using var served = await app.Client.GetAsync($"/jobqueue/api/runs/{Text(run, "id")}/response");

        Assert.AreEqual((404, ""), ((int)served.StatusCode, await served.Content.ReadAsStringAsync()));
    }

    [TestMethod]
    public async Task Conditional_SecondRun_IsNotModified()
    {
        await using var app = await LibraryApp.StartAsync("@monthly - /price --name price --conditional", Map);

        await app.Client.PostAsync("/jobqueue/api/jobs/price/run", null);
        await EndedAsync(app, "price", 1);
        await app.Client.PostAsync("/jobqueue/api/jobs/price/run", null);
        var runs = await EndedAsync(app, "price", 2);
        var job = await app.GetAsync("/jobqueue/api/jobs/price");

        Assert.AreSequenceEqual([200, 304], runs.Select(run => run.GetProperty("status").GetInt32()));
        Assert.AreSequenceEqual([null, "nothing to do"], runs.Select(run => Text(run, "note")));
        Assert.IsTrue(job.GetProperty("conditional").GetBoolean());
    }

    [TestMethod]
    // The job, the field that is wrong
    [DataRow("""{"cron":"0 0 1 * *","conditional":true,"request":{"uri":"/price"}}""", null)]
    [DataRow("""{"cron":"0 0 1 * *","conditional":"yes","request":{"uri":"/price"}}""", null)]
    [DataRow("""{"cron":"0 0 1 * *","conditional":1,"request":{"uri":"/price"}}""", "conditional")]
    [DataRow("""{"cron":"0 0 1 * *","retry":true,"request":{"uri":"/price"}}""", "retry")]
    [DataRow("""{"at":"now","conditional":true,"request":{"uri":"/price"}}""", "conditional")]
    public async Task PostJob_Conditional_IsABooleanOfRecurringJobs(string job, string? field)
    {
        await using var app = await LibraryApp.StartAsync("", Map);

        using var content = new StringContent(job, null, "application/json");
        var answer = await app.Client.PostAsync("/jobqueue/api/jobs", content);
        var document = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.AreEqual(field is null ? HttpStatusCode.Created : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.AreEqual(field, document.TryGetProperty("errors", out var errors) ? errors.EnumerateObject().Single().Name : null);
    }

    private static void Map(WebApplication app)
    {
        app.MapJobQueue();
        app.Map("/orders", (int page, HttpContext context) =>
        {
            if (page < 3)
                context.Response.Headers.Link = $"</orders?page={page + 1}>; rel=\"next\"";
            return $"page {page}";
        });
        app.MapGet("/none", () => Results.NoContent());
        app.MapGet("/gone", () => Results.StatusCode(StatusCodes.Status410Gone));
        app.MapGet("/price", () => Results.Bytes("42"u8.ToArray(), "text/plain", entityTag: new EntityTagHeaderValue("\"v1\"")));
    }

    /// <summary>The runs of a job, the first one first, once there are so many that have ended.</summary>
    private static async Task<List<JsonElement>> EndedAsync(LibraryApp app, string job, int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        List<JsonElement> runs;
        do
            runs = [.. (await app.GetAsync($"/jobqueue/api/runs?job={job}")).GetProperty("items").EnumerateArray().Reverse()];
        while (runs.Count(run => Text(run, "finished") is not null) < count && await poll.WaitForNextTickAsync(limit.Token));
        return runs;
    }

    private static string? Text(JsonElement document, string field) => document.GetProperty(field).GetString();

    [TestMethod]
    public async Task Replay_PathInOtherCase_IsEnteredAndAnswered()
    {
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.MapGet("/a", () => "done");
            app.MapJobQueue();
        });
        var id = await app.AddNowAsync("/a");
        await app.EndedAsync(id);

        using var replayed = await app.Client.PostAsync($"/JobQueue/API/Runs/{id}/replay", null);

        Assert.AreEqual(HttpStatusCode.Created, replayed.StatusCode);
        StringAssert.StartsWith(replayed.Headers.Location!.ToString(), "/JobQueue/API/jobs/");
    }

    [TestMethod]
    public async Task Response_FieldThatNoServerSends_IsServedWithoutIt()
    {
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.MapGet("/a", (HttpContext context) =>
            {
                context.Response.Headers.ETag = "\"a\"";
                context.Response.Headers.ContentLanguage = "\u00e9";
                return context.Response.Body.WriteAsync("hi"u8.ToArray()).AsTask();
            });
            app.MapJobQueue();
        });
        var id = await app.AddNowAsync("/a");
        await app.EndedAsync(id);

        using var response = await app.Client.GetAsync($"/jobqueue/api/runs/{id}/response");

        Assert.AreEqual((HttpStatusCode.OK, "hi"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
        Assert.AreEqual(("\"a\"", 0), (response.Headers.ETag?.Tag, response.Content.Headers.ContentLanguage.Count));
    }
}
