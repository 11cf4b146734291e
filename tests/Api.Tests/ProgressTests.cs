using System.Net;
using System.Text.Json;

namespace JobQueue.Api.Tests;

[TestClass]
public sealed class ProgressTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task ReportProgress_FromAnEndpoint_IsInTheRunWhileItRunsAndAfterwards()
    {
        var backup = new HeldEndpoint(run => run.ReportProgress(40, "zipping"));
        await using var app = await StartAsync(backup);

        var id = await app.AddNowAsync("/backups");
        var context = await backup.Entered.WaitAsync(Limit);
        var whileRunning = await app.GetAsync($"/jobqueue/api/runs/{id}");
        var inList = (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items")[0];
        context.GetJobRun()!.ReportProgress(90, "sending");
        backup.Release();
        var ended = await app.EndedAsync(id);

        Assert.AreEqual(("running", 40, "zipping"), Progress(whileRunning));
        Assert.AreEqual(("running", 40, "zipping"), Progress(inList));
        Assert.AreEqual(("succeeded", 90, "sending"), Progress(ended));
        var reported = ended.GetProperty("progress").GetProperty("at").GetDateTimeOffset();
        Assert.IsTrue(reported <= ended.GetProperty("finished").GetDateTimeOffset());
    }

    [TestMethod]
    public async Task ReportProgress_AfterTheRun_DoesNothing()
    {
        JobRun? run = null;
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.MapGet("/quick", (HttpContext context) =>
            {
                run = context.GetJobRun();
            });
            app.MapJobQueue();
        });
        var id = await app.AddNowAsync("/quick");
        await app.EndedAsync(id);

        run!.ReportProgress(50, "too late");

        Assert.AreEqual(JsonValueKind.Null, (await app.GetAsync($"/jobqueue/api/runs/{id}")).GetProperty("progress").ValueKind);
    }

    [TestMethod]
    public void ReportProgress_RunOfATest_DoesNothing()
    {
        var run = new JobRun("1", "1", null, 1, TimeProvider.System.GetUtcNow(), null);

        run.ReportProgress(50);

        Assert.AreEqual("1", run.RunId);
    }

    [TestMethod]
    public async Task PutProgress_WithTheAttemptsToken_IsTakenUntilTheAttemptEnds()
    {
        var backup = new HeldEndpoint();
        await using var app = await StartAsync(backup);
        var id = await app.AddNowAsync("/backups");
        var token = TokenOf(await backup.Entered.WaitAsync(Limit));
        var path = $"/jobqueue/api/runs/{id}/progress?token={token}";

        var taken = await app.Client.PutAsJsonAsync(path, new { percent = 40, message = "zipping" });
        var whileRunning = await app.GetAsync($"/jobqueue/api/runs/{id}");
        backup.Release();
        await app.EndedAsync(id);
        var late = await app.Client.PutAsJsonAsync(path, new { percent = 50 });

        Assert.AreEqual((HttpStatusCode.NoContent, HttpStatusCode.Forbidden), (taken.StatusCode, late.StatusCode));
        Assert.AreEqual(("running", 40, "zipping"), Progress(whileRunning));
    }

    [TestMethod]
    public async Task PutProgress_BehindAPolicy_TheTokenAloneIsTheRight()
    {
        var backup = new HeldEndpoint();
        await using var app = await StartAsync(
            backup,
            policy: jobs => jobs.RequireAuthorization(policy => policy.RequireClaim("never")),
            add: builder => builder.Services.AddAuthorization().AddAuthentication("Cookies").AddCookie("Cookies"),
            crontab: "@reboot - POST /backups");
        var context = await backup.Entered.WaitAsync(Limit);
        var path = $"/jobqueue/api/runs/{context.GetJobRun()!.RunId}/progress";
        var token = TokenOf(context);

        var without = await app.Client.PutAsJsonAsync(path, new { percent = 1 });
        var wrong = await app.Client.PutAsJsonAsync($"{path}?token={new string('0', token.Length)}", new { percent = 1 });
        var right = await app.Client.PutAsJsonAsync($"{path}?token={token}", new { percent = 1 });
        backup.Release();

        Assert.AreEqual(
            (HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.NoContent),
            (without.StatusCode, wrong.StatusCode, right.StatusCode));
    }

    [TestMethod]
    // Body, status, field at fault
    [DataRow("""{"percent":0}""", 204, null)]
    [DataRow("""{"percent":100,"message":null}""", 204, null)]
    [DataRow("""{"percent":101}""", 400, "percent")]
    [DataRow("""{"percent":-1}""", 400, "percent")]
    [DataRow("""{"percent":1.5}""", 400, "percent")]
    [DataRow("""{"percent":"1"}""", 400, "percent")]
    [DataRow("""{"message":"x"}""", 400, "percent")]
    [DataRow("""{"percent":1,"message":2}""", 400, "message")]
    [DataRow("""[1]""", 400, "")]
    [DataRow("""{"percent":""", 400, "")]
    public async Task PutProgress_Body_IsTakenOrRefusedWithItsFault(string body, int status, string? field)
    {
        var backup = new HeldEndpoint();
        await using var app = await StartAsync(backup);
        var id = await app.AddNowAsync("/backups");
        var token = TokenOf(await backup.Entered.WaitAsync(Limit));

        var answer = await app.Client.PutAsync(
            $"/jobqueue/api/runs/{id}/progress?token={token}", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        var text = await answer.Content.ReadAsStringAsync();
        backup.Release();

        Assert.AreEqual(status, (int)answer.StatusCode);
        Assert.AreEqual(field, text.Length == 0 ? null : FieldAtFault(text));
    }

    [TestMethod]
    public async Task PutProgress_LargeBody_IsRefusedUnread()
    {
        var backup = new HeldEndpoint();
        await using var app = await StartAsync(backup);
        var id = await app.AddNowAsync("/backups");
        var token = TokenOf(await backup.Entered.WaitAsync(Limit));

        var answer = await app.Client.PutAsJsonAsync(
            $"/jobqueue/api/runs/{id}/progress?token={token}", new { percent = 1, message = new string('x', 5000) });
        backup.Release();

        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static string FieldAtFault(string problem) =>
        JsonDocument.Parse(problem).RootElement.GetProperty("errors").EnumerateObject().Single().Name;

    private static Task<LibraryApp> StartAsync(
        HeldEndpoint backup,
        Action<IEndpointConventionBuilder>? policy = null,
        Action<WebApplicationBuilder>? add = null,
        string crontab = "") =>
        LibraryApp.StartAsync(
            crontab,
            app =>
            {
                app.MapMethods("/backups", ["GET", "POST"], backup.RunAsync);
                var jobs = app.MapJobQueue();
                policy?.Invoke(jobs);
            },
            add);

    private static (string? State, int Percent, string? Message) Progress(JsonElement run) => (
        run.GetProperty("state").GetString(), run.GetProperty("progress").GetProperty("percent").GetInt32(),
        run.GetProperty("progress").GetProperty("message").GetString());

    // What a sender to another process would tell the target.
    internal static string TokenOf(HttpContext context) => context.GetJobRun()!.Progress!.Token;
}
