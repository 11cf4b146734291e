using System.Net;
using System.Text.Json;

namespace JobQueue.Api.Tests.Feeds;

[TestClass]
public sealed class LatestTests
{
    private const string Crontab = "0 0 1 1 * - /report --name report --retry 0\n0 0 1 1 * - /fine --name never\n";

    [TestMethod]
    public async Task Latest_ManyRuns_IsThatOfTheNewestGoodOne()
    {
        var answers = new Queue<IResult>([Results.Text("<p>first</p>", "text/html"), Results.Text("second", "text/html"), Results.NotFound(), Results.StatusCode(304)]);
        await using var app = await StartAsync(answers);
        await RunAsync(app);
        var good = await RunAsync(app);
        await RunAsync(app);
        await RunAsync(app);

        using var latest = await app.Client.GetAsync("/jobqueue/api/jobs/report/latest");
        var run = await app.GetAsync($"/jobqueue/api/runs/{good}");

        Assert.AreEqual((HttpStatusCode.OK, "second"), (latest.StatusCode, await latest.Content.ReadAsStringAsync()));
        Assert.AreEqual(good, latest.Headers.GetValues("X-JobQueue-Run").Single());
        Assert.AreEqual($"\"{good}\"", latest.Headers.ETag!.ToString());
        Assert.AreEqual(run.GetProperty("finished").GetDateTimeOffset().ToUnixTimeSeconds(), latest.Content.Headers.LastModified!.Value.ToUnixTimeSeconds());
        Assert.AreEqual("text/html", latest.Content.Headers.ContentType!.MediaType);
        Assert.AreEqual("sandbox; default-src 'none'", latest.Headers.GetValues("Content-Security-Policy").Single());
        Assert.AreEqual("nosniff", latest.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.AreEqual("private, no-cache", latest.Headers.CacheControl!.ToString().Replace("no-cache, private", "private, no-cache", StringComparison.Ordinal));
    }

    [TestMethod]
    // field, value for the run "{0}" that ended at "{1}", status
    [DataRow("If-None-Match", "\"{0}\"", 304)]
    [DataRow("If-None-Match", "W/\"{0}\"", 304)]
    [DataRow("If-None-Match", "*", 304)]
    [DataRow("If-None-Match", "\"another\"", 200)]
    [DataRow("If-Modified-Since", "{1}", 304)]
    [DataRow("If-Modified-Since", "Thu, 01 Jan 2026 00:00:00 GMT", 200)]
    public async Task Latest_WhoHasIt_IsToldSo(string field, string value, int expected)
    {
        await using var app = await StartAsync(new([Results.Text("report")]));
        var run = await RunAsync(app);
        using var first = await app.Client.GetAsync("/jobqueue/api/jobs/report/latest");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/jobqueue/api/jobs/report/latest");
        request.Headers.TryAddWithoutValidation(field, string.Format(null, value, run, first.Content.Headers.GetValues("Last-Modified").Single()));

        using var again = await app.Client.SendAsync(request);

        Assert.AreEqual(expected, (int)again.StatusCode);
        Assert.AreEqual($"\"{run}\"", again.Headers.ETag!.ToString());
        Assert.AreEqual(expected == 304 ? "" : "report", await again.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Latest_TheResponsesOwnValidators_AreNotServed()
    {
        await using var app = await StartAsync(new([new Validated()]));
        var run = await RunAsync(app);

        using var latest = await app.Client.GetAsync("/jobqueue/api/jobs/report/latest");

        Assert.AreEqual($"\"{run}\"", latest.Headers.GetValues("ETag").Single());
        Assert.HasCount(1, latest.Content.Headers.GetValues("Last-Modified").ToList());
        Assert.IsFalse(latest.Headers.Contains("Set-Cookie"));
    }

    [TestMethod]
    public async Task Latest_OneTimeJobsOfAName_IsThatOfTheNewest()
    {
        await using var app = await StartAsync(new([Results.Text("first"), Results.Text("second")]));
        var first = await PostAsync(app);
        await PostAsync(app);

        var latest = await app.Client.GetStringAsync("/jobqueue/api/jobs/once/latest");
        var byId = await app.Client.GetStringAsync($"/jobqueue/api/jobs/{first}/latest");

        Assert.AreEqual(("second", "first"), (latest, byId));
    }

    [TestMethod]
    [DataRow("never", "There is no good response of job \"never\".")]
    [DataRow("nobody", "There is no job \"nobody\".")]
    public async Task Latest_None_Is404(string job, string expected)
    {
        await using var app = await StartAsync([]);

        using var answer = await app.Client.GetAsync($"/jobqueue/api/jobs/{job}/latest");

        Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.AreEqual(expected, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
    }

    private static Task<LibraryApp> StartAsync(Queue<IResult> answers) => LibraryApp.StartAsync(Crontab, app =>
    {
        app.MapJobQueue();
        app.MapGet("/report", answers.Dequeue);
    });

    private static async Task<string> RunAsync(LibraryApp app)
    {
        using var answer = await app.Client.PostAsync("/jobqueue/api/jobs/report/run", null);
        return await EndedAsync(app, answer, "runId");
    }

    private static async Task<string> PostAsync(LibraryApp app)
    {
        using var answer = await app.PostJobAsync(new { at = "now", name = "once", request = new { uri = "/report" } });
        return await EndedAsync(app, answer, "id");
    }

    private static async Task<string> EndedAsync(LibraryApp app, HttpResponseMessage answer, string field)
    {
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty(field).GetString()!;
        await app.EndedAsync(id);
        return id;
    }

    private sealed class Validated : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ETag = "\"theirs\"";
            httpContext.Response.Headers.LastModified = "Thu, 01 Jan 2026 00:00:00 GMT";
            httpContext.Response.Headers.SetCookie = "a=b";
            return httpContext.Response.WriteAsync("report");
        }
    }
}
