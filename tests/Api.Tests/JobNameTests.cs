using System.Net;
using System.Text.Json;

namespace JobQueue.Api.Tests;

/// <summary>Names that recurring and one-time jobs have one after the other.</summary>
[TestClass]
public sealed class JobNameTests
{
    private const string Jobs = "/jobqueue/api/jobs";

    [TestMethod]
    public async Task OneTimeJob_WithTheNameOfARemovedJob_IsReachedByIt()
    {
        await using var app = await StartAsync("");
        await AddAsync(app, new { cron = "@yearly", name = "backup", request = new { uri = "/work" } });
        await app.Client.DeleteAsync($"{Jobs}/backup");
        var id = await AddAsync(app, new { at = "now + 1 hour", name = "backup", request = new { uri = "/work" } });

        var read = await app.GetAsync($"{Jobs}/backup");
        var runs = await app.GetAsync("/jobqueue/api/runs?job=backup");
        var page = await app.Client.GetStringAsync("/jobqueue/jobs/backup");
        var events = await app.Client.GetStringAsync("/jobqueue/events?job=backup");
        using var paused = await app.Client.PostAsync($"{Jobs}/backup/pause?reason=moving", null);
        var pausedId = await IdAsync(paused, "id");
        var eventsOfPause = await app.Client.GetStringAsync("/jobqueue/events?job=backup");
        using var run = await app.Client.PostAsync($"{Jobs}/backup/run", null);
        await app.EndedAsync(id);
        var latest = await app.Client.GetStringAsync($"{Jobs}/backup/latest");

        Assert.AreEqual((id, id, id), (Id(read), Id(runs.GetProperty("items").EnumerateArray().Single()), pausedId));
        StringAssert.Contains(page, id);
        Assert.DoesNotContain("moving", events);
        StringAssert.Contains(eventsOfPause, "moving");
        Assert.AreEqual((id, "worked"), (await IdAsync(run, "runId"), latest));
    }

    [TestMethod]
    public async Task Delete_OneTimeJobWithTheNameOfARemovedJob_RemovesIt()
    {
        await using var app = await StartAsync("");
        await AddAsync(app, new { cron = "@yearly", name = "backup", request = new { uri = "/work" } });
        await app.Client.DeleteAsync($"{Jobs}/backup");
        var id = await AddAsync(app, new { at = "now + 1 hour", name = "backup", request = new { uri = "/work" } });

        using var removed = await app.Client.DeleteAsync($"{Jobs}/backup");
        var run = await app.GetAsync($"/jobqueue/api/runs/{id}");

        Assert.AreEqual((HttpStatusCode.NoContent, "cancelled"), (removed.StatusCode, run.GetProperty("state").GetString()));
    }

    [TestMethod]
    public async Task Post_NameOfARemovedJobWhoseLineStands_Is409()
    {
        await using var app = await StartAsync("0 0 1 1 * - /work --name nightly");
        await app.Client.DeleteAsync($"{Jobs}/nightly");

        using var once = await app.PostJobAsync(new { at = "now + 1 hour", name = "nightly", request = new { uri = "/work" } });
        using var recurring = await app.PostJobAsync(new { cron = "@yearly", name = "nightly", request = new { uri = "/work" } });
        using var resumed = await app.Client.PostAsync($"{Jobs}/nightly/resume", null);

        var id = (await app.GetAsync($"{Jobs}/nightly")).GetProperty("id").GetString();

        Assert.AreEqual(
            (HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.OK),
            (once.StatusCode, recurring.StatusCode, resumed.StatusCode));
        StringAssert.Contains(await once.Content.ReadAsStringAsync(), $"has that name: {id}.");
    }

    private static Task<LibraryApp> StartAsync(string crontab) => LibraryApp.StartAsync(crontab, app =>
    {
        app.MapJobQueue();
        app.MapGet("/work", () => "worked");
    });

    private static async Task<string> AddAsync(LibraryApp app, object job)
    {
        using var answer = await app.PostJobAsync(job);
        return await IdAsync(answer, "id");
    }

    private static async Task<string> IdAsync(HttpResponseMessage answer, string field) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty(field).GetString()!;

    private static string Id(JsonElement document) => document.GetProperty("id").GetString()!;
}
