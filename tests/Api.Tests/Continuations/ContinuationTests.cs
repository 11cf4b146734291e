using System.Net;
using System.Text.Json;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Continuations;

[TestClass]
public sealed class ContinuationTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    [DataRow("/later")]
    [DataRow("/actions/later")]
    public async Task Post_RespondAsync_IsAcceptedAndAnsweredLater(string path)
    {
        await using var app = await ContinuationApp.StartAsync();

        var accepted = await app.Client.PostAsync(path + "?a=%2F", "item=1", "respond-async");
        var answer = await app.Client.AnswerAsync(accepted);

        Assert.AreEqual("respond-async", accepted.Headers.GetValues("Preference-Applied").Single());
        Assert.AreEqual(("1", true), (accepted.Headers.RetryAfter!.ToString(), accepted.Headers.CacheControl!.NoStore));
        StringAssert.Matches(accepted.Headers.Location!.ToString(), new("^/jobqueue/async/[A-Za-z0-9_-]{22}$"));
        StringAssert.StartsWith(answer, $" later |{path}?a=%2F ");
        StringAssert.EndsWith(answer, "1");
    }

    [TestMethod]
    [DataRow("/later")]
    [DataRow("/actions/later")]
    public async Task Post_RespondAsyncAndWait_IsAnsweredAsByTheRun(string path)
    {
        await using var app = await ContinuationApp.StartAsync();

        var answer = await app.Client.PostAsync(path, "item=1", "respond-async, wait=60");

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual("respond-async, wait=60", string.Join(", ", answer.Headers.GetValues("Preference-Applied")));
        Assert.AreEqual("yes", answer.Headers.GetValues("X-Answer").Single());
        StringAssert.StartsWith(await answer.Content.ReadAsStringAsync(), $" later |{path} ");
    }

    [TestMethod]
    public async Task Post_WaitForARunThatAnotherNodeSends_IsAnsweredAsByTheRun()
    {
        var (store, held) = ((await SharedPostgres.NewStoreAsync())!, new HeldEndpoint());
        await using var busy = await ContinuationApp.StartAsync(
            app => app.MapGet("/held", held.RunAsync),
            builder => builder.Services.AddJobQueue(options => (options.Store, options.Node, options.Concurrency) = (store, "web-1", 1)));
        await busy.AddNowAsync("/held");
        await held.Entered.WaitAsync(Limit);
        await using var other = await ContinuationApp.StartAsync(
            add: builder => builder.Services.AddJobQueue(options => (options.Store, options.Node) = (store, "web-2")));

        var answer = await busy.Client.PostAsync("/later", "item=1", "respond-async, wait=30");
        held.Release();

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.AreEqual("respond-async, wait=30", string.Join(", ", answer.Headers.GetValues("Preference-Applied")));
        StringAssert.StartsWith(await answer.Content.ReadAsStringAsync(), " later |/later ");
    }

    [TestMethod]
    [DataRow("/actions/now", "respond-async")]
    [DataRow("/later", "return=minimal")]
    [DataRow("/later", "foo=\"respond-async\"")]
    public async Task Post_NotAllowedOrNotAsked_IsAnsweredNow(string path, string prefer)
    {
        await using var app = await ContinuationApp.StartAsync();

        var answer = await app.Client.PostAsync(path, "item=1", prefer);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
        StringAssert.StartsWith(await answer.Content.ReadAsStringAsync(), " now ");
    }

    [TestMethod]
    public async Task Post_EndpointIsSlow_WaitsAndIsThenAccepted()
    {
        var held = new HeldEndpoint();
        await using var app = await ContinuationApp.StartAsync(app => app.MapPost("/held", held.RunAsync).AllowRespondAsync("slow"));

        var accepted = await app.Client.PostAsync("/held", "", "respond-async, wait=1");
        var entered = await held.Entered.WaitAsync(Limit);
        var before = await app.Client.GetAsync($"{accepted.Headers.Location}/response");
        var queue = (await app.GetAsync($"/jobqueue/api/jobs/{entered.TraceIdentifier}")).GetProperty("queue").GetString();
        held.Release();
        var state = await app.Client.AnsweredAsync(accepted);

        Assert.AreEqual((HttpStatusCode.Accepted, HttpStatusCode.NotFound, "slow"), (accepted.StatusCode, before.StatusCode, queue));
        Assert.AreEqual(("succeeded", 200), (state.GetProperty("state").GetString(), state.GetProperty("response").GetProperty(
            "status").GetInt32()));
        Assert.AreEqual(entered.TraceIdentifier, state.GetProperty("runId").GetString());
    }

    [TestMethod]
    public async Task Post_Accepted_IsInTheLedgerBeforeTheEndpoint()
    {
        var found = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await ContinuationApp.StartAsync(app => app.MapPost("/look", async (HttpContext context, Ledger ledger) =>
            found.SetResult(await ledger.ReadAsync(connection =>
                RunReads.Find(connection, context.GetJobRun()!.RunId)) is { State: RunState.Running }))
            .AllowRespondAsync());

        await app.Client.PostAsync("/look", "", "respond-async, wait=20");

        Assert.IsTrue(await found.Task.WaitAsync(Limit));
    }

    [TestMethod]
    public async Task Post_Deferred_WaitsForItsTimeAndCanBeCancelled()
    {
        await using var app = await ContinuationApp.StartAsync();

        var accepted = await app.Client.PostAsync("/later", "", "respond-async, wait=10", ("X-JobQueue-At", "2999-01-01"));
        var deleted = await app.Client.DeleteAsync(accepted.Headers.Location);
        var again = await app.Client.DeleteAsync(accepted.Headers.Location);
        var state = await app.GetAsync(accepted.Headers.Location!.ToString());

        Assert.AreEqual((HttpStatusCode.Accepted, "3600"), (accepted.StatusCode, accepted.Headers.RetryAfter!.ToString()));
        Assert.AreEqual((HttpStatusCode.NoContent, HttpStatusCode.Conflict), (deleted.StatusCode, again.StatusCode));
        Assert.AreEqual(("cancelled", JsonValueKind.Null), (state.GetProperty("state").GetString(), state.GetProperty(
            "response").ValueKind));
    }

    [TestMethod]
    public async Task Post_DeferredToNoTime_ShowsThePlace()
    {
        await using var app = await ContinuationApp.StartAsync();

        var answer = await app.Client.PostAsync("/later", "", "respond-async", ("X-JobQueue-At", "noon tomorow"));
        var problem = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());

        Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode);
        StringAssert.EndsWith(problem.GetProperty("detail").GetString(), "\nnoon tomorow\n     ^");
    }

    [TestMethod]
    // Path, what it prefers, status
    [DataRow("/later", "return=minimal", 400)]
    [DataRow("/later", "respond-async=later", 400)]
    [DataRow("/actions/later", "return=minimal", 400)]
    [DataRow("/actions/now", "return=minimal", 200)]
    public async Task Post_TimeWithoutRespondAsync_IsRefusedWhereItCouldHaveBeenMeant(string path, string prefer, int status)
    {
        await using var app = await ContinuationApp.StartAsync();

        var answer = await app.Client.PostAsync(path, "item=1", prefer, ("X-JobQueue-At", "next friday"));
        var text = await answer.Content.ReadAsStringAsync();

        Assert.AreEqual(status, (int)answer.StatusCode);
        Assert.AreEqual(status == 400, text.Contains("Prefer: respond-async", StringComparison.Ordinal), text);
        Assert.AreEqual(status == 400, answer.Content.Headers.ContentType?.MediaType == "application/problem+json");
    }

    [TestMethod]
    // Bytes of the body, status, runs
    [DataRow(100, 202, 1)]
    [DataRow(101, 413, 0)]
    public async Task Post_BodyAtTheLimit_IsKept(int bytes, int status, int runs)
    {
        await using var app = await ContinuationApp.StartAsync(add: builder =>
            builder.Services.Configure<JobQueueOptions>(options => options.MaxRespondAsyncBody = 100));

        var answer = await app.Client.PostAsync("/later", new string('a', bytes), "respond-async");
        var kept = (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items");

        Assert.AreEqual((status, runs), ((int)answer.StatusCode, kept.GetArrayLength()));
    }

    [TestMethod]
    // Bytes of the body, status, runs
    [DataRow(100, 202, 1)]
    [DataRow(101, 413, 0)]
    [DataRow(100_000, 413, 0)]
    public async Task Post_BodyThatDoesNotSayItsLength_HasTheSameLimit(int bytes, int status, int runs)
    {
        await using var app = await ContinuationApp.StartAsync(add: builder =>
            builder.Services.Configure<JobQueueOptions>(options => options.MaxRespondAsyncBody = 100));

        var answer = await app.Client.PostAsync("/later", new string('a', bytes), "respond-async", ("Transfer-Encoding", "chunked"));
        var kept = (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items");

        Assert.AreEqual((status, runs), ((int)answer.StatusCode, kept.GetArrayLength()));
    }

    [TestMethod]
    public async Task Answer_FieldsThatTheAppPutsOnEveryAnswer_AreThereOnce()
    {
        await using var app = await ContinuationApp.StartAsync(app =>
        {
            app.Use((context, next) =>
            {
                context.Response.Headers["X-Every"] = "app";
                context.Response.Headers["X-Changed"] = "app";
                return next(context);
            });
            app.MapPost("/changed", (HttpContext context) => context.Response.Headers["X-Changed"] = new(["1", "2"])).AllowRespondAsync();
        });

        var answer = await app.Client.PostAsync("/changed", "", "respond-async, wait=20");

        Assert.AreEqual("app", string.Join(" ", answer.Headers.GetValues("X-Every")));
        Assert.AreEqual("1 2", string.Join(" ", answer.Headers.GetValues("X-Changed")));
    }

    [TestMethod]
    public async Task Post_SecretsAndHops_AreNotKept()
    {
        await using var app = await ContinuationApp.StartAsync(app => app.MapPost("/fields", (HttpContext context) =>
            string.Join(',', context.Request.Headers.Keys.Where(name =>
                name.StartsWith('X') || name.Length < 14).Order())).AllowRespondAsync());

        var answer = await app.Client.PostAsync(
            "/fields", "", "respond-async, wait=20",
            ("Authorization", "Bearer 1"), ("Cookie", "a=1"), ("Connection", "X-Nominated"), ("X-Nominated", "1"), ("TE", "trailers"),
            ("Forwarded", "for=1.2.3.4"), ("X-Forwarded-For", "1.2.3.4"), ("X-Real-IP", "1.2.3.4"), ("RequestVerificationToken", "1"),
            ("X-Kept", "1"), ("Accept", "text/plain"));

        Assert.AreEqual(
            "Accept,Content-Type,Host,X-JobQueue-Attempt,X-JobQueue-Due,X-JobQueue-Job,X-JobQueue-Run,X-Kept,X-Via-JobQueue,traceparent",
            await answer.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task Post_SetCookieInTheAnswer_IsNotKept()
    {
        await using var app = await ContinuationApp.StartAsync(app => app.MapPost("/sets", (HttpContext context) =>
            context.Response.Cookies.Append("secret", "1")).AllowRespondAsync());

        var answer = await app.Client.PostAsync("/sets", "", "respond-async, wait=20");

        Assert.AreEqual((HttpStatusCode.OK, false), (answer.StatusCode, answer.Headers.Contains("Set-Cookie")));
    }

    [TestMethod]
    public async Task AllowRespondAsync_WithoutMapJobQueue_RefusesToStart()
    {
        var refusal = await Assert.ThrowsExactlyAsync<InvalidOperationException>(
            () => LibraryApp.StartAsync("", app => app.MapPost("/later", () => "ran").AllowRespondAsync()));

        StringAssert.Contains(refusal.Message, "MapJobQueue");
    }

    [TestMethod]
    public async Task Token_InTheLedger_IsAHashAndGoesWithItsRun()
    {
        await using var app = await ContinuationApp.StartAsync();
        var ledger = app.App.Services.GetRequiredService<Ledger>();
        var accepted = await app.Client.PostAsync("/later", "", "respond-async");
        await app.Client.AnswerAsync(accepted);

        var stored = await ledger.ReadAsync(connection => connection.Scalar("SELECT token FROM continuations"));
        var left = await ledger.WriteAsync(connection =>
        {
            PruneWrites.Runs(connection, [(long)connection.Scalar("SELECT seq FROM runs")!]);
            return connection.Scalar("SELECT count(*) FROM continuations");
        });

        Assert.AreEqual(ContinuationRows.Hash(accepted.Headers.Location!.ToString()[^22..]), stored);
        Assert.AreEqual(0L, left);
    }

    [TestMethod]
    // Path that is sent as a part of an absolute URI, as to a proxy
    [DataRow("/files/%252e%252e/later")]
    [DataRow("/files/%252Fa%2Fb%2525")]
    [DataRow("/files/%C3%A9%FF%20%zz?a=%2525")]
    public async Task RespondAsync_AbsoluteForm_RunsAtThePathThatWasAskedFor(string path)
    {
        await using var app = await ContinuationApp.StartAsync(app =>
            app.MapPost("/files/{**rest}", (HttpContext context, CancellationToken _) =>
                ContinuationApp.EchoAsync(context, null)).AllowRespondAsync());
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new WebProxy(app.Client.BaseAddress) });

        using var now = await client.PostAsync($"http://example.com{path}", "a", "none");
        using var later = await client.PostAsync($"http://example.com{path}", "a", "respond-async, wait=20");

        Assert.AreEqual((await now.Content.ReadAsStringAsync()).Replace(" now ", " later "), await later.Content.ReadAsStringAsync());
        Assert.AreEqual((HttpStatusCode.OK, HttpStatusCode.OK), (now.StatusCode, later.StatusCode));
    }
}
