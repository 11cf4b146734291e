using System.Net;
using JobQueue.Api.Tests.Continuations;
using JobQueue.Api.Tests.Pages;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests;

/// <summary>What somebody is told who asked for something, and the database does not answer.</summary>
[TestClass]
public sealed class ActionDoubtTests
{
    private const string Again = "Do it again";
    private const string Look = "Look at the runs";

    private static readonly TimeSpan LittleTime = TimeSpan.FromSeconds(2);

    // Method, path below the prefix, what it is told to do
    private static readonly (string Method, string Path, string Advice)[] Actions =
    [
        ("POST", "/api/jobs/nightly/pause", Again),
        ("POST", "/api/jobs/nightly/resume", Again),
        ("POST", "/api/jobs/nightly/run", Look),
        ("DELETE", "/api/jobs/nightly", Again),
        ("POST", "/api/runs/ended/replay", Look),
        ("POST", "/api/runs/later/cancel", Again),
        ("POST", "/api/queues/default/pause", Again),
        ("POST", "/api/queues/default/resume", Again),
        ("DELETE", "/async/token", Again),
        ("POST", "/jobs/nightly/pause", Again),
        ("POST", "/jobs/nightly/run", Look),
        ("POST", "/runs/ended/replay", Look),
        ("POST", "/queues/default/pause", Again),
    ];

    // As above, on the host
    private static readonly (string Method, string Path, string Advice)[] ActionsOnKeys =
    [
        ("POST", "/api/keys", "Look at the keys"),
        ("DELETE", "/api/keys/anna", Again),
        ("POST", "/keys", "Look at the keys"),
        ("POST", "/keys/anna/revoke", Again),
    ];

    [TestMethod]
    public async Task Actions_DatabaseThatDoesNotAnswer_AreToldSoAndWhatToDo()
    {
        await using var app = await ContinuationApp.StartAsync(
            app => app.MapGet("/fine", () => "fine"), StubbornEngine.AddTo);
        await app.PostJobAsync(new { cron = "@yearly", name = "nightly", request = new { uri = "/fine" } });
        var ended = await app.AddNowAsync("/fine");
        await app.EndedAsync(ended);
        using var later = await app.Client.PostAsync("/later", "", "respond-async", ("X-JobQueue-At", "2999-01-01"));
        var names = new Dictionary<string, string>
        {
            ["ended"] = ended,
            ["later"] = (await app.GetAsync("/jobqueue/api/runs?state=scheduled")).GetProperty("items")[0].GetProperty("id").GetString()!,
            ["token"] = later.Headers.Location!.OriginalString.Split('/')[^1],
        };

        var told = await ToldAsync(app, Actions, names, "/jobs/nightly");

        Assert.AreEqual(Expected(Actions), told);
    }

    [TestMethod]
    public async Task ActionsOnKeys_DatabaseThatDoesNotAnswer_AreToldSoAndWhatToDo()
    {
        await using var app = await StartHostAsync();

        var told = await ToldAsync(app, ActionsOnKeys, [], "/keys");

        Assert.AreEqual(Expected(ActionsOnKeys), told);
    }

    [TestMethod]
    public async Task RespondAsync_DatabaseThatDoesNotAnswer_Is504()
    {
        await using var app = await ContinuationApp.StartAsync(add: StubbornEngine.AddTo);

        using var answer = await SilentAsync(app, () => app.Client.PostAsync("/later", "", "respond-async, wait=1"));

        Assert.AreEqual(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        StringAssert.Contains(await answer.Content.ReadAsStringAsync(), "Send it again only where it may run twice");
    }

    [TestMethod]
    public async Task GetEvents_DatabaseThatDoesNotAnswer_Is503AndLetsOthersIn()
    {
        await using var app = await StartHostAsync();

        using var answer = await SilentAsync(app, () => app.Client.GetAsync("/jobqueue/api/events"));
        using var again = await app.Client.GetAsync("/jobqueue/api/events", HttpCompletionOption.ResponseHeadersRead);

        Assert.AreEqual((HttpStatusCode.ServiceUnavailable, "5"), (answer.StatusCode, answer.Headers.RetryAfter?.ToString()));
        Assert.AreEqual(HttpStatusCode.OK, again.StatusCode);
    }

    /// <summary>Does all at the same time, while nothing is written; the statuses and what each is told.</summary>
    private static async Task<string> ToldAsync(
        LibraryApp app, (string Method, string Path, string Advice)[] actions, Dictionary<string, string> names, string pageWithToken)
    {
        using var page = await app.Client.GetAsync("/jobqueue" + pageWithToken);
        var token = (await Html.OfAsync(page)).Token;
        var answers = await SilentAsync(app, () => Task.WhenAll(
            actions.Select(action => SendAsync(app, action.Method, Named(action.Path), token))));
        return string.Join('\n', await Task.WhenAll(actions.Zip(answers, ToldAsync)));

        string Named(string path) => names.Aggregate(path, (text, name) => text.Replace(name.Key, name.Value));
    }

    private static async Task<string> ToldAsync((string Method, string Path, string Advice) action, HttpResponseMessage answer)
    {
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        var advice = text.Contains(action.Advice, StringComparison.Ordinal) ? action.Advice : text;
        return $"{action.Method} {action.Path} {(int)answer.StatusCode} {advice}";
    }

    private static string Expected((string Method, string Path, string Advice)[] actions) =>
        string.Join('\n', actions.Select(action => $"{action.Method} {action.Path} 504 {action.Advice}"));

    private static async Task<T> SilentAsync<T>(LibraryApp app, Func<Task<T>> doAsync)
    {
        using var gate = new ManualResetEventSlim();
        var writing = app.App.Services.GetRequiredService<Ledger>().WriteAsync(_ =>
        {
            gate.Wait();
            return true;
        });
        var engine = StubbornEngine.Of(app);
        engine.TimeToAnswer = LittleTime;
        try
        {
            return await doAsync();
        }
        finally
        {
            engine.TimeToAnswer = Timeout.InfiniteTimeSpan;
            gate.Set();
            await writing;
        }
    }

    private static Task<HttpResponseMessage> SendAsync(LibraryApp app, string method, string path, string token)
    {
        HttpContent? content = !path.StartsWith("/api/", StringComparison.Ordinal)
            ? new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("name", "bob"), new("role", "admin")])
            : path == "/api/keys" ? JsonContent.Create(new { name = "carl", role = "admin" }) : null;
        return app.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/jobqueue" + path) { Content = content });
    }

    // Open to this machine: it has no key.
    private static Task<LibraryApp> StartHostAsync() => LibraryApp.StartAsync("", app => app.MapJobQueue(), builder =>
    {
        StubbornEngine.AddTo(builder);
        builder.Services.AddJobQueue(options => options.IsHost = true);
    });
}
