using System.Xml.Linq;
using JobQueue.Api.Feeds;
using JobQueue.Jobs;

namespace JobQueue.Api.Tests.Feeds;

[TestClass]
public sealed class FailureFeedTests
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";
    private static readonly DateTimeOffset Now = new(2026, 3, 28, 12, 30, 0, TimeSpan.Zero);

    [TestMethod]
    public void Print_HostileTexts_AreTexts()
    {
        const string hostile = "</title><script>&amp;\u0001\uFFFF]]>\r\n\"'";
        var run = Failed() with { JobName = hostile, Error = hostile, Request = new JobRequest { Uri = "/<a>?b&c" } };

        var feed = Parse(FailureFeed.Print([run], "http://host/api", "a&b"));

        var entry = feed.Root!.Elements(Atom + "entry").Single();
        Assert.AreEqual("</title><script>&amp;\uFFFD\uFFFD]]>\r\n\"' timed out with 503", (string)entry.Element(Atom + "title")!);
        Assert.Contains("GET /<a>?b&c\n", ((string)entry.Element(Atom + "content")!).Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.AreEqual("http://host/api/failures.atom?job=a%26b", (string)feed.Root.Element(Atom + "link")!.Attribute("href")!);
    }

    [TestMethod]
    public void Print_Feed_HasWhatRfc4287Asks()
    {
        var run = Failed();

        var first = Parse(FailureFeed.Print([run], "http://host/api", null)).Root!;
        var again = Parse(FailureFeed.Print([], "http://host/api", null)).Root!;

        var entry = first.Element(Atom + "entry")!;
        Assert.AreEqual($"urn:uuid:{run.Id}", (string)entry.Element(Atom + "id")!);
        Assert.AreEqual("2026-03-28T12:30:00.000Z", (string)entry.Element(Atom + "updated")!);
        Assert.AreEqual($"http://host/api/runs/{run.Id}", (string)entry.Element(Atom + "link")!.Attribute("href")!);
        StringAssert.Matches((string)first.Element(Atom + "id")!, new("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"));
        Assert.AreEqual((string)first.Element(Atom + "id")!, (string)again.Element(Atom + "id")!);
        Assert.AreEqual("2026-03-28T12:30:00.000Z", (string)first.Element(Atom + "updated")!);
        Assert.AreEqual("1970-01-01T00:00:00.000Z", (string)again.Element(Atom + "updated")!);
        Assert.AreEqual("JobQueue", (string)first.Element(Atom + "author")!.Element(Atom + "name")!);
    }

    [TestMethod]
    // query, entries
    [DataRow("", 2)]
    [DataRow("?job=bad", 1)]
    [DataRow("?job=once", 1)]
    [DataRow("?job=good", 0)]
    public async Task Failures_OfAnApp_AreThoseThatFailed(string query, int expected)
    {
        await using var app = await LibraryApp.StartAsync(
            "0 0 1 1 * - /nowhere --name bad --retry 0\n0 0 1 1 * - /fine --name good\n",
            app =>
            {
                app.MapJobQueue();
                app.MapGet("/fine", () => "fine");
            });
        await RunAsync(app, "bad");
        await RunAsync(app, "good");
        using var once = await app.PostJobAsync(new { at = "now", name = "once", retry = 0, request = new { uri = "/nowhere" } });
        await app.EndedAsync((await once.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("id").GetString()!);

        using var answer = await app.Client.GetAsync($"/jobqueue/api/failures.atom{query}");
        var feed = Parse(await answer.Content.ReadAsByteArrayAsync());
        using var known = new HttpRequestMessage(HttpMethod.Get, $"/jobqueue/api/failures.atom{query}") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var again = await app.Client.SendAsync(known);

        Assert.AreEqual("application/atom+xml; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.HasCount(expected, feed.Root!.Elements(Atom + "entry").ToList());
        Assert.AreEqual(304, (int)again.StatusCode);
    }

    [TestMethod]
    public async Task Failures_OfNobody_Is404()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());

        using var answer = await app.Client.GetAsync("/jobqueue/api/failures.atom?job=nobody");

        Assert.AreEqual(404, (int)answer.StatusCode);
    }

    private static async Task RunAsync(LibraryApp app, string job)
    {
        using var answer = await app.Client.PostAsync($"/jobqueue/api/jobs/{job}/run", null);
        await app.EndedAsync((await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("runId").GetString()!);
    }

    private static XDocument Parse(byte[] bytes) => XDocument.Load(new MemoryStream(bytes), LoadOptions.PreserveWhitespace);

    private static Run Failed() => new()
    {
        Id = RunId.New(Now),
        JobName = "nightly",
        Due = Now,
        Created = Now,
        Finished = Now,
        State = RunState.TimedOut,
        Status = 503,
        Attempt = 2,
        Error = "no answer",
        Request = new JobRequest { Uri = "/work" },
    };
}
