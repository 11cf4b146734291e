using System.Net;
using System.Security.Claims;
using System.Text.Json;
using JobQueue.Api.Continuations;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Continuations;

[TestClass]
public sealed class CallerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly (string, string) Boss = ("Test-User", "boss");
    private static readonly (string, string) Clerk = ("Test-User", "clerk");

    [TestMethod]
    public async Task Cookies_SignedIn_RunAsTheCallerAndAreReadByItAlone()
    {
        await using var app = await ContinuationApp.StartAsync();
        var before = await app.Client.PostAsync("/cookies", "a", "respond-async");
        await app.Client.GetAsync("/sign-in/anna");

        var accepted = await app.Client.PostAsync("/cookies", "a", "respond-async");
        var answer = await app.Client.AnswerAsync(accepted);
        await app.Client.GetAsync("/sign-in/berta");
        var other = await app.Client.GetAsync(accepted.Headers.Location);
        var deleted = await app.Client.DeleteAsync(accepted.Headers.Location);

        Assert.AreNotEqual(HttpStatusCode.Accepted, before.StatusCode);
        Assert.AreEqual("password:anna later |/cookies a", answer);
        Assert.AreEqual((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (other.StatusCode, deleted.StatusCode));
    }

    [TestMethod]
    public async Task NamedScheme_OfTheEndpoint_RunsAndIsReadBySchemeAndUser()
    {
        await using var app = await ContinuationApp.StartAsync();

        var accepted = await app.Client.PostAsync("/other", "a", "respond-async", Boss);
        var answer = await app.Client.AnswerAsync(accepted, Boss);
        var clerk = await app.Client.GetAsync(accepted.Headers.Location!, [Clerk]);
        var nobody = await app.Client.GetAsync(accepted.Headers.Location!, []);

        Assert.AreEqual("Other:boss later |/other a", answer);
        Assert.AreEqual((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (clerk.StatusCode, nobody.StatusCode));
    }

    [TestMethod]
    public async Task SeveralSchemes_OfTheEndpoint_KeepAllIdentities()
    {
        await using var app = await ContinuationApp.StartAsync();
        await app.Client.GetAsync("/sign-in/anna");

        var accepted = await app.Client.PostAsync("/several", "a", "respond-async", Boss);
        var answer = await app.Client.AnswerAsync(accepted, Boss);

        Assert.AreEqual("Test:boss+password:anna later |/several a", string.Join('+', answer.Split(' ')[0].Split('+').Distinct().Order(
            )) + answer[answer.IndexOf(' ')..]);
    }

    [TestMethod]
    [DataRow("boss", 202)]
    [DataRow("clerk", 403)]
    public async Task Roles_OfTheEndpoint_AreAskedBeforeAnythingIsKept(string user, int status)
    {
        await using var app = await ContinuationApp.StartAsync();

        var answer = await app.Client.PostAsync("/admins", "a", "respond-async", ("Test-User", user));

        Assert.AreEqual(status, (int)answer.StatusCode);
    }

    [TestMethod]
    [DataRow("/form")]
    [DataRow("/page")]
    [DataRow("/actions/checked")]
    public async Task Antiforgery_IsCheckedAtTheRequestAndNotAgain(string path)
    {
        await using var app = await ContinuationApp.StartAsync();
        var token = await app.Client.GetStringAsync("/token");

        var refused = await app.Client.PostAsync(path, "item=1", "respond-async");
        var accepted = await app.Client.PostAsync(path, "item=1", "respond-async", ("RequestVerificationToken", token.Trim('"')));
        var answer = await app.Client.AnswerAsync(accepted);
        var runs = (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items");

        Assert.AreEqual((HttpStatusCode.BadRequest, 1), (refused.StatusCode, runs.GetArrayLength()));
        Assert.AreEqual($" later |{path} 1", answer);
    }

    [TestMethod]
    [DataRow("/page")]
    public async Task Page_RespondAsyncAndWait_IsAnsweredAsByTheRun(string path)
    {
        await using var app = await ContinuationApp.StartAsync();
        var token = await app.Client.GetStringAsync("/token");

        var answer = await app.Client.PostAsync(path, "item=1", "respond-async, wait=20", ("RequestVerificationToken", token.Trim('"')));

        Assert.AreEqual((HttpStatusCode.OK, $" later |{path} 1"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [TestMethod]
    public async Task PathBase_OfTheApp_IsInTheLocationAndTheRun()
    {
        await using var app = await ContinuationApp.StartAsync(pathBase: "/base");

        var accepted = await app.Client.PostAsync("/base/later", "a", "respond-async");
        var answer = await app.Client.AnswerAsync(accepted);

        StringAssert.StartsWith(accepted.Headers.Location!.ToString(), "/base/jobqueue/async/");
        Assert.AreEqual(" later /base|/later a", answer);
    }

    [TestMethod]
    public async Task IdempotencyKey_OfTheSameCaller_IsOneRun()
    {
        await using var app = await ContinuationApp.StartAsync();
        (string, string) key = ("Idempotency-Key", "order-1");

        var first = await app.Client.PostAsync("/other", "a", "respond-async", Boss, key);
        var second = await app.Client.PostAsync("/other", "a", "respond-async", Boss, key);
        var different = await app.Client.PostAsync("/other", "b", "respond-async", Boss, key);
        await app.Client.PostAsync("/other", "a", "respond-async", Clerk, key);
        var (one, two) = (await app.Client.AnsweredAsync(first, Boss), await app.Client.AnsweredAsync(second, Boss));

        Assert.AreEqual(one.GetProperty("runId").GetString(), two.GetProperty("runId").GetString());
        Assert.AreEqual(422, (int)different.StatusCode);
        Assert.AreEqual(2, (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items").GetArrayLength());
    }

    [TestMethod]
    public async Task IdempotencyKey_SentAgainAfterItsTime_IsTheSameRun()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var app = await ContinuationApp.StartAsync(add: builder => builder.Services.AddSingleton<TimeProvider>(time));
        (string, string) key = ("Idempotency-Key", "order-1");
        (string, string) at = ("X-JobQueue-At", "2026-03-01T12:01:00Z");

        var first = await app.Client.PostAsync("/other", "a", "respond-async", Boss, key, at);
        time.Advance(TimeSpan.FromMinutes(3));
        var second = await app.Client.PostAsync("/other", "a", "respond-async", Boss, key, at);
        var different = await app.Client.PostAsync("/other", "b", "respond-async", Boss, key, at);
        var anothers = await app.Client.PostAsync("/other", "a", "respond-async", Clerk, key, at);

        Assert.AreEqual((202, 202), ((int)first.StatusCode, (int)second.StatusCode));
        var ids = await Task.WhenAll(new[] { first, second }.Select(answer => answer.Content.ReadFromJsonAsync<JsonElement>()));
        Assert.AreEqual(ids[0].GetProperty("runId").GetString(), ids[1].GetProperty("runId").GetString());
        Assert.AreEqual((400, 400), ((int)different.StatusCode, (int)anothers.StatusCode));
        Assert.AreEqual(1, (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items").GetArrayLength());
    }

    [TestMethod]
    public async Task IdempotencyKey_SentAgainAfterItsTimeAndPrunedJustNow_IsRefused()
    {
        var time = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        await using var app = await ContinuationApp.StartAsync(add: builder =>
        {
            StubbornEngine.AddTo(builder);
            builder.Services.AddSingleton<TimeProvider>(time);
        });
        StubbornEngine.Of(app).TimeToAnswer = TimeSpan.FromHours(1);
        (string, string)[] fields = [Boss, ("Idempotency-Key", "order-1"), ("X-JobQueue-At", "2026-03-01T12:01:00Z")];
        await app.Client.PostAsync("/other", "a", "respond-async", fields);
        time.Jump(TimeSpan.FromMinutes(3));

        using var gate = new ManualResetEventSlim();
        var pruned = app.App.Services.GetRequiredService<Ledger>().WriteAsync(connection =>
            gate.Wait(Limit) ? connection.Execute("DELETE FROM continuations") + connection.Execute("DELETE FROM runs") : throw new TimeoutException());
        var sending = app.Client.PostAsync("/other", "a", "respond-async", fields);
        await time.WaitForTimerAsync(time.GetUtcNow() + TimeSpan.FromHours(1), Limit);
        gate.Set();

        Assert.AreEqual((2, 400), (await pruned, (int)(await sending).StatusCode));
        Assert.AreEqual(0, (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items").GetArrayLength());
    }

    [TestMethod]
    public void Print_SeveralIdentities_ComeBackWhole()
    {
        var first = new ClaimsIdentity([new("n", "anna", ClaimValueTypes.String, "us", "them"), new("r", "clerk"), new(
            "age", "7", ClaimValueTypes.Integer)], "a", "n", "r")
        {
            Label = "l",
            Actor = new ClaimsIdentity([new("n", "agent")], "z", "n", "r"),
        };
        first.Claims.First().Properties["p"] = "q";
        var principal = new ClaimsPrincipal([first, new ClaimsIdentity([new("x", "y")])]);

        var back = CallerIdentity.Parse(CallerIdentity.Of(principal, ["S"])!.Print());
        var restored = back.Principal();

        Assert.AreEqual(("anna", true, "agent"), (restored.Identity!.Name, restored.IsInRole("clerk"), restored.Identities.First(
            ).Actor!.Name));
        Assert.AreEqual("us them q http://www.w3.org/2001/XMLSchema#integer", string.Join(' ', restored.FindFirst("n")!.Issuer,
            restored.FindFirst("n")!.OriginalIssuer, restored.FindFirst("n")!.Properties["p"], restored.FindFirst("age")!.ValueType));
        Assert.IsTrue(back.IsOf(principal)
            && !restored.Identities.Last().IsAuthenticated && restored.HasClaim("x", "y") && back.Schemes.Single() == "S");
    }

    [TestMethod]
    // Authentication type, name, issuer, whether it is the same
    [DataRow("a", "anna", "LOCAL AUTHORITY", true)]
    [DataRow("b", "anna", "LOCAL AUTHORITY", false)]
    [DataRow("a", "Anna", "LOCAL AUTHORITY", false)]
    [DataRow("a", "anna", "elsewhere", false)]
    [DataRow(null, "anna", "LOCAL AUTHORITY", false)]
    public void IsOf_Reader_IsTheSameByTypeNameAndIssuer(string? type, string name, string issuer, bool isSame)
    {
        var caller = CallerIdentity.Of(new(new ClaimsIdentity([new(ClaimTypes.Name, "anna"), new(ClaimTypes.Role, "clerk")], "a")), [])!;
        var reader = new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, name, null, issuer)], type));

        Assert.AreEqual(isSame, caller.IsOf(reader));
    }

    [TestMethod]
    // What the reader says of itself, whether it is the same
    [DataRow(ClaimTypes.NameIdentifier, true)]
    [DataRow("sub", false)]
    [DataRow(ClaimTypes.Name, false)]
    public void IsOf_OtherClaimWithTheSameValue_IsAnother(string claim, bool isSame)
    {
        var caller = CallerIdentity.Of(new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, "42")], "a")), [])!;
        var reader = new ClaimsPrincipal(new ClaimsIdentity([new(claim, "42")], "a"));

        Assert.AreEqual((isSame, isSame), (caller.IsOf(reader), caller.Key() == CallerIdentity.Of(reader, [])!.Key()));
    }
}
