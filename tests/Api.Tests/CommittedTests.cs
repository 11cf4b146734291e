using System.Text.Json;
using JobQueue.Api.Tests.Continuations;

namespace JobQueue.Api.Tests;

/// <summary>What is committed is no failure any more, whether or not the ledger can be read afterwards.</summary>
[TestClass]
public sealed class CommittedTests
{
    [TestMethod]
    // What is asked for, status, a field of the answer and what it says
    [DataRow("jobs", """{"cron":"@daily","name":"new","request":{"uri":"/fine"}}""", 201, "state", "active")]
    [DataRow("jobs/nightly/pause", null, 200, "state", "paused")]
    [DataRow("jobs/held-back/resume", null, 200, "state", "active")]
    [DataRow("jobs/later/pause", null, 200, "state", "paused")]
    [DataRow("jobs/later-on/resume", null, 200, "state", "scheduled")]
    [DataRow("runs/ended/replay", null, 201, "state", "running")]
    [DataRow("queues/default/pause", """{"reason":"too loud"}""", 200, "reason", "too loud")]
    [DataRow("queues/default/resume", null, 200, "paused", "False")]
    public async Task Post_LedgerThatCannotBeReadAfterTheCommit_IsAnsweredWithWhatIsKnown(
        string path, string? body, int status, string field, string expected)
    {
        await using var app = await StartAsync();
        path = path.Replace("ended", await PrepareAsync(app));
        StubbornEngine.Of(app).FailAfterChange(reads: int.MaxValue);

        using var answer = await app.Client.PostAsync($"/jobqueue/api/{path}", body is null ? null : JsonBody(body));
        StubbornEngine.Of(app).Recover();

        var text = await answer.Content.ReadAsStringAsync();
        Assert.AreEqual(status, (int)answer.StatusCode, text);
        Assert.AreEqual(expected, JsonSerializer.Deserialize<JsonElement>(text).GetProperty(field).ToString());
    }

    [TestMethod]
    public async Task PostCron_Answer_IsAsTheJobIsReadAfterwards()
    {
        await using var app = await StartAsync();

        using var answer = await app.PostJobAsync(
            new { cron = "@daily", name = "new", requestedBy = "anna", request = new { uri = "/fine" } });

        Assert.AreEqual((await app.GetAsync("/jobqueue/api/jobs/new")).GetRawText(), await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    // How many reads fail, and what is answered
    [DataRow(2, 20, 200)]
    [DataRow(int.MaxValue, 1, 202)]
    public async Task RespondAsync_LedgerThatCannotBeReadAfterTheCommit_WaitsOn(int failures, int wait, int status)
    {
        await using var app = await StartAsync();
        StubbornEngine.Of(app).FailAfterChange(failures);

        using var answer = await app.Client.PostAsync("/later", "item=1", $"respond-async, wait={wait}");
        StubbornEngine.Of(app).Recover();

        Assert.AreEqual((status, status == 202), ((int)answer.StatusCode, answer.Headers.Location is not null));
    }

    [TestMethod]
    public async Task RespondAsync_KeyOfARunThatCannotBeRead_IsAcceptedWithItsId()
    {
        await using var app = await StartAsync();
        (string, string)[] caller = [("Test-User", "anna"), ("Idempotency-Key", "once")];
        using var first = await app.Client.PostAsync("/other", "item=1", "respond-async", caller);
        StubbornEngine.Of(app).FailAfterChange(reads: int.MaxValue);
        await PostAsync(app, "queues/default/pause");

        using var again = await app.Client.PostAsync("/other", "item=1", "respond-async", caller);
        StubbornEngine.Of(app).Recover();

        Assert.AreEqual(await IdAsync(first), await IdAsync(again));
    }

    /// <summary>Jobs of each kind and state; the id of a run that has ended.</summary>
    private static async Task<string> PrepareAsync(LibraryApp app)
    {
        await app.PostJobAsync(new { cron = "@yearly", name = "nightly", request = new { uri = "/fine" } });
        await app.PostJobAsync(new { cron = "@yearly", name = "held-back", request = new { uri = "/fine" } });
        await PostAsync(app, "jobs/held-back/pause");
        await app.PostJobAsync(new { at = "now + 1 day", name = "later", request = new { uri = "/fine" } });
        await app.PostJobAsync(new { at = "now + 1 day", name = "later-on", request = new { uri = "/fine" } });
        await PostAsync(app, "jobs/later-on/pause");
        var id = await app.AddNowAsync("/fine");
        await app.EndedAsync(id);
        return id;
    }

    private static async Task PostAsync(LibraryApp app, string path) =>
        (await app.Client.PostAsync($"/jobqueue/api/{path}", null)).EnsureSuccessStatusCode();

    private static async Task<string> IdAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("runId").GetString()!;

    private static StringContent JsonBody(string text) => new(text, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json"));

    private static Task<LibraryApp> StartAsync() => ContinuationApp.StartAsync(
        app => app.MapGet("/fine", () => "fine"), StubbornEngine.AddTo);
}
