using System.Net;
using System.Text;
using System.Text.Json;

namespace JobQueue.Api.Tests;

/// <summary>The reason that comes in a body.</summary>
[TestClass]
public sealed class ReasonTests
{
    private const string Json = "application/json";
    private const string Form = "application/x-www-form-urlencoded";

    [TestMethod]
    // Media type, body, status, the reason that is kept
    [DataRow(Json, """{"reason":"the disk"}""", 200, "the disk")]
    [DataRow(null, """{"reason":"the disk"}""", 200, "the disk")]
    [DataRow(Json, "", 200, null)]
    [DataRow(null, "", 200, null)]
    [DataRow(Form, "", 200, null)]
    [DataRow(null, "reason=the+disk", 400, null)]
    [DataRow(Form, """{"reason":"the disk"}""", 415, null)]
    [DataRow("text/plain", "the disk", 415, null)]
    public async Task Pause_WithABody_KeepsItsReasonOrRefusesIt(string? type, string body, int status, string? reason)
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await app.Client.PostAsync("/jobqueue/api/queues/default/pause", content);
        var queue = await app.GetAsync("/jobqueue/api/queues/default");

        Assert.AreEqual(status, (int)answer.StatusCode);
        Assert.AreEqual((reason, status == 200), (queue.GetProperty("reason").GetString(), queue.GetProperty("paused").GetBoolean()));
    }

    [TestMethod]
    public async Task Pause_BodyOfAnotherType_SaysWhichIsRead()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var content = new FormUrlEncodedContent([new("reason", "the disk")]);

        using var answer = await app.Client.PostAsync("/jobqueue/api/queues/default/pause", content);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        Assert.AreEqual((HttpStatusCode.UnsupportedMediaType, Json), (answer.StatusCode, answer.Headers.GetValues("Accept").Single()));
        Assert.AreEqual($"The body with the reason: found {Form}, expected {Json}.", problem.GetProperty("detail").GetString());
    }

    [TestMethod]
    public async Task GetJob_OneTimeJobThatIsPaused_SaysWhoDidItAndWhy()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        var created = await app.PostJobAsync(new { at = "now + 1 hour", name = "later", request = new { uri = "/a" } });
        await app.Client.PostAsJsonAsync("/jobqueue/api/jobs/later/pause", new { reason = "not today" });

        var job = await app.GetAsync("/jobqueue/api/jobs/later");

        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        var paused = job.GetProperty("events").EnumerateArray().Single();
        Assert.AreEqual(
            ("paused", id, "not today"),
            (paused.GetProperty("kind").GetString(), paused.GetProperty("runId").GetString(), paused.GetProperty("reason").GetString()));
    }
}
