using System.Net;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;

namespace JobQueue.Api.Tests;

[TestClass]
public sealed class LibraryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task AddJobQueue_CrontabLine_CallsTheAppsOwnEndpointAsItsUser()
    {
        var called = new TaskCompletionSource<(string? User, string? Job, string? Via)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await LibraryApp.StartAsync(
            "@reboot backup POST /backups --name nightly",
            app => app.MapPost("/backups", (HttpContext context) =>
                called.TrySetResult((context.User.Identity?.Name, context.GetJobRun()?.JobName, context.Request.Headers["X-Via-JobQueue"]))));

        Assert.AreEqual(("backup", "nightly", "yes"), await called.Task.WaitAsync(Limit));
    }

    [TestMethod]
    public async Task PostJobs_AtNow_RunsInProcessAndServesTheResponse()
    {
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.MapPost("/sum", (int[] numbers) => new { sum = numbers.Sum() });
            app.MapJobQueue();
        });

        var created = await app.PostJobAsync(new { at = "now", request = new { uri = "/sum", json = new[] { 1, 2, 3 } }, summary = "a sum" });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        var run = await app.EndedAsync(id);

        Assert.AreEqual(HttpStatusCode.Created, created.StatusCode);
        Assert.AreEqual($"/jobqueue/api/jobs/{id}", created.Headers.Location!.ToString());
        Assert.AreEqual("succeeded", run.GetProperty("state").GetString());
        Assert.AreEqual("""{"sum":6}""", await app.Client.GetStringAsync($"/jobqueue/api/runs/{id}/response"));
        Assert.AreEqual("completed", (await app.GetAsync($"/jobqueue/api/jobs/{id}")).GetProperty("state").GetString());
    }

    [TestMethod]
    public async Task GetJobs_DrawnTimesAndJitter_AreThoseOfTheName()
    {
        await using var app = await LibraryApp.StartAsync("~ ~ 1 1 * - /a --name nightly --jitter 1h --tz UTC", app => app.MapJobQueue());

        await app.PostJobAsync(new { cron = "~ ~ 1 1 *", name = "weekly", jitter = "1h", timeZone = "UTC", request = new { uri = "/a" } });
        var (line, posted) = (await app.GetAsync("/jobqueue/api/jobs/nightly"), await app.GetAsync("/jobqueue/api/jobs/weekly"));

        StringAssert.EndsWith(line.GetProperty("next").GetString(), "-01-01T11:14:39Z");
        StringAssert.EndsWith(posted.GetProperty("next").GetString(), "-01-01T03:32:34Z");
        Assert.AreEqual(("~ ~ 1 1 *", "1h"), (posted.GetProperty("schedule").GetString(), posted.GetProperty("jitter").GetString()));
    }

    [TestMethod]
    // Environment, whether the app has an exception handler of its own
    [DataRow("Development", false)]
    [DataRow("Development", true)]
    [DataRow("Production", false)]
    [DataRow("Production", true)]
    public async Task PostJobs_EndpointThrows_IsA500WithTheException(string environment, bool isHandled)
    {
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            if (isHandled)
                app.UseExceptionHandler("/sorry");
            app.UseAuthorization();
            app.MapGet("/broken", string () => throw new InvalidOperationException("the disk is gone"));
            app.MapGet("/sorry", () => Results.Text("sorry", statusCode: 500));
            app.MapJobQueue().RequireAuthorization(policy => policy.RequireAssertion(_ => true));
        }, builder => builder.Services.AddAuthorization(), environment);

        var created = await app.PostJobAsync(new { at = "now", retry = 0, request = new { uri = "/broken" } });
        var run = await app.EndedAsync((await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);

        Assert.AreEqual((500, "failed"), (run.GetProperty("status").GetInt32(), run.GetProperty("state").GetString()));
        Assert.AreEqual("InvalidOperationException: the disk is gone", run.GetProperty("error").GetString());
    }

    [TestMethod]
    // User, status
    [DataRow("admin", 200)]
    [DataRow("visitor", 403)]
    [DataRow("-", 401)]
    public async Task PostJobs_EndpointWithPolicy_SeesTheUsersRoles(string user, int status)
    {
        await using var app = await LibraryApp.StartAsync(
            "",
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGet("/purge", () => "purged").RequireAuthorization(policy => policy.RequireRole("keeper"));
                app.MapJobQueue();
            },
            builder =>
            {
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
                {
                    ["JobQueue:Users:admin:Roles:0"] = "keeper",
                    ["JobQueue:Users:visitor:Roles:0"] = "guest",
                });
                builder.Services.AddAuthentication("Cookies").AddCookie("Cookies");
                builder.Services.AddAuthorization();
            });

        var created = await app.PostJobAsync(new { at = "now", user, request = new { uri = "/purge" } });
        var run = await app.EndedAsync((await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);

        Assert.AreEqual(status, run.GetProperty("status").GetInt32());
    }

    [TestMethod]
    public async Task MapJobQueue_WithoutPolicyOutsideDevelopment_RefusesToStart()
    {
        var refusal = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => LibraryApp.StartAsync("", app => app.MapJobQueue(), environment: "Production"));

        StringAssert.Contains(refusal.Message, "RequireAuthorization");
    }

    [TestMethod]
    public async Task MapJobQueue_WithPolicy_AsksForIt()
    {
        await using var app = await LibraryApp.StartAsync(
            "",
            app =>
            {
                app.UseAuthentication();
                app.UseAuthorization();
                app.MapGet("/sign-in", (HttpContext context) => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new("name", "anna")], "test"))));
                app.MapJobQueue("/jobs").RequireAuthorization();
            },
            builder =>
            {
                builder.Services.AddAuthentication("Cookies").AddCookie("Cookies", options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
                builder.Services.AddAuthorization();
            },
            environment: "Production");

        var before = await app.Client.GetAsync("/jobs/api/jobs");
        await app.Client.GetAsync("/sign-in");
        var after = await app.Client.GetAsync("/jobs/api/jobs");

        Assert.AreNotEqual(HttpStatusCode.OK, before.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, after.StatusCode);
    }

    [TestMethod]
    // Path, signed in, status: machines are told, people are led to the sign-in
    [DataRow("/jobqueue/api/jobs", false, 401)]
    [DataRow("/jobqueue/api/jobs", true, 403)]
    [DataRow("/jobqueue/api/failures.atom", false, 401)]
    [DataRow("/jobqueue/openapi.json", false, 401)]
    [DataRow("/jobqueue/healthz", false, 401)]
    [DataRow("/jobqueue/readyz", true, 403)]
    [DataRow("/jobqueue/async/unknown", false, 404)]
    [DataRow("/jobqueue", false, 302)]
    [DataRow("/jobqueue/runs", true, 302)]
    public async Task MapJobQueue_CookieSignIn_RedirectsFromPagesOnly(string path, bool isSignedIn, int status)
    {
        await using var app = await LibraryApp.StartAsync(
            "",
            app =>
            {
                app.MapGet("/sign-in", (HttpContext context) => context.SignInAsync(new ClaimsPrincipal(new ClaimsIdentity([new("name", "anna")], "test"))));
                app.MapJobQueue().RequireAuthorization(policy => policy.RequireAuthenticatedUser().RequireRole("operator"));
            },
            builder =>
            {
                builder.Services.AddAuthentication().AddCookie(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
                builder.Services.AddAuthorization();
            },
            environment: "Production");
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = app.Client.BaseAddress };

        if (isSignedIn)
            await client.GetAsync("/sign-in");
        var answer = await client.GetAsync(path);

        Assert.AreEqual(status, (int)answer.StatusCode);
    }

    [TestMethod]
    // Header, value, status of a POST
    [DataRow("X-Other", "1", 400)]
    [DataRow("Sec-Fetch-Site", "same-origin", 400)]
    [DataRow("Sec-Fetch-Site", "none", 400)]
    [DataRow("Sec-Fetch-Site", "cross-site", 403)]
    [DataRow("Sec-Fetch-Site", "same-site", 403)]
    [DataRow("Origin", "https://evil.example", 403)]
    [DataRow("Origin", "null", 403)]
    [DataRow("Host", "evil.example", 403)]
    [DataRow("Host", "localhost.evil.example", 403)]
    [DataRow("Host", "localhost", 400)]
    public async Task PostJobs_FromElsewhere_IsRefused(string header, string value, int status)
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobqueue/api/jobs") { Content = JsonContent.Create(new { }) };
        request.Headers.TryAddWithoutValidation(header, value);

        var answer = await app.Client.SendAsync(request);

        Assert.AreEqual(status, (int)answer.StatusCode);
    }

    [TestMethod]
    public async Task PostJobs_RunThatCallsTheApi_IsNotTheLocalMachine()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());

        var created = await app.PostJobAsync(new { at = "now", request = new { uri = "/jobqueue/api/jobs" } });
        var run = await app.EndedAsync((await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!);

        Assert.AreEqual(403, run.GetProperty("status").GetInt32());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{")]
    [DataRow("""{"at":"now","at":"now"}""")]
    [DataRow("""{"name":"\ud800","at":"now","request":{"uri":"/a"}}""")]
    [DataRow("""{"\ud800":1}""")]
    [DataRow("""{"at":"now","request":{"uri":"/a","headers":{"X-A":"\udfff"}}}""")]
    [DataRow("""[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]""")]
    public async Task PostJobs_BodyThatIsNoGoodJson_IsAProblem(string body)
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());

        var answer = await app.Client.PostAsync("/jobqueue/api/jobs", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.AreEqual("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [TestMethod]
    public async Task ResumeJob_WhoseRetryCameDueWhilePaused_SendsIt()
    {
        var answers = new Queue<int>([503, 200]);
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.MapGet("/flaky", () =>
            {
                var status = answers.Dequeue();
                return Results.StatusCode(status);
            });
            app.MapJobQueue();
        });
        var created = await app.PostJobAsync(new { cron = "0 0 1 1 *", name = "flaky", request = new { uri = "/flaky" } });
        var started = await app.Client.PostAsync("/jobqueue/api/jobs/flaky/run", null);
        var runId = (await started.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("runId").GetString()!;
        await app.AttemptedAsync(runId);

        await app.Client.PostAsync("/jobqueue/api/jobs/flaky/pause", null);
        await app.PastAsync(runId);
        await app.Client.PostAsync("/jobqueue/api/jobs/flaky/resume", null);
        var run = await app.EndedAsync(runId);

        Assert.AreEqual(HttpStatusCode.Created, created.StatusCode);
        Assert.AreEqual(("succeeded", 2), (run.GetProperty("state").GetString(), run.GetProperty("attempt").GetInt32()));
    }

    [TestMethod]
    public async Task RunJob_Removed_IsAConflict()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        await app.PostJobAsync(new { cron = "@daily", name = "gone", request = new { uri = "/a" } });

        var removed = await app.Client.DeleteAsync("/jobqueue/api/jobs/gone");
        var run = await app.Client.PostAsync("/jobqueue/api/jobs/gone/run", null);

        Assert.AreEqual((HttpStatusCode.NoContent, HttpStatusCode.Conflict), (removed.StatusCode, run.StatusCode));
        Assert.Contains("The job is removed", (await run.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!);
    }

    [TestMethod]
    // At, or cron
    [DataRow("at", "now + 1 hours")]
    [DataRow("at", "now")]
    [DataRow("cron", "@daily")]
    public async Task PostJobs_SameIdempotencyKey_IsOneJob(string when, string text)
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        app.Client.DefaultRequestHeaders.Add("Idempotency-Key", "order-17");
        var body = new Dictionary<string, object> { [when] = text, ["retry"] = 0, ["request"] = new { uri = "/a" } };

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.PostJobAsync(body)));
        var other = await app.PostJobAsync(new { at = "now", request = new { uri = "/b" } });

        Assert.IsTrue(answers.All(answer => answer.StatusCode == HttpStatusCode.Created));
        Assert.HasCount(1, answers.Select(answer => answer.Headers.Location).Distinct());
        Assert.AreEqual(1, (await app.GetAsync("/jobqueue/api/jobs")).GetProperty("items").GetArrayLength());
        Assert.AreEqual(422, (int)other.StatusCode);
    }
}
