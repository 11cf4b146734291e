using System.Text.Json;
using JobQueue.Api.Tests.Keys;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Pages.Jobs;

[TestClass]
public sealed class JobPageTests
{
    [TestMethod]
    public async Task Get_JobOfALine_ShowsLineTimesAndPolicy()
    {
        await using var app = await LibraryApp.StartAsync(
            "# first\n0 3 25-31 3 * ops /spring --name spring --tz Europe/Berlin --retry 7", app => app.MapJobQueue());
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/jobs/spring");

        StringAssert.Contains(page.Text, "0 3 25-31 3 * ops /spring --name spring --tz Europe/Berlin --retry 7");
        StringAssert.Contains(page.Text, "at 03:00 on the 25th to 31st of March Europe/Berlin");
        // Of the last seven days of March one is the Sunday of the change.
        StringAssert.Contains(page.Text, "clock goes forward 1 h 0 min on this day");
        StringAssert.Contains(page.Text, "retry 7 (default: 3)");
        StringAssert.Contains(page.Text, "timeout 5m default");
        StringAssert.Contains(page.Text, "mail-from – default");
        StringAssert.Contains(page.Text, "-03-25 03:00:00 in ");
        StringAssert.Contains(page.Text, "It has not run yet.");
        var line = page.Links.Single(link => link.StartsWith("/jobqueue/crontab?file=", StringComparison.Ordinal));
        StringAssert.EndsWith(line, "&line=2#L2");
    }

    [TestMethod]
    public async Task Get_JobWithRuns_ShowsStripPlotAndTable()
    {
        await using var app = await LibraryApp.StartAsync(
            "0 0 1 1 * - /a --name a --retry 0",
            app =>
            {
                app.MapGet("/a", () => Results.StatusCode(503));
                app.MapJobQueue();
            });
        var runs = new[] { await RunAsync(app, "a"), await RunAsync(app, "a") };
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/jobs/a");

        CollectionAssert.IsSubsetOf(runs.Select(run => $"/jobqueue/runs/{run}").ToArray(), page.Links.ToArray());
        Assert.HasCount(2, page.All("a").Where(link => link.GetValueOrDefault("class") == "failed"));
        StringAssert.Contains(page.Text, "failed 503");
        Assert.HasCount(2, page.All("rect"));
        StringAssert.Contains(page.Text, "Durations of the last 2 attempts, at most");
    }

    [TestMethod]
    public async Task Get_OneTimeJobThatWaits_ShowsDueAndLeadsToItsRun()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        var created = await app.PostJobAsync(new
        {
            at = "2040-01-02T03:04:05Z",
            name = "once",
            request = new { uri = "/a", json = new { a = 1 } },
        });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/jobs/once");

        StringAssert.Contains(page.Text, "State scheduled");
        StringAssert.Contains(page.Text, "once, on ");
        StringAssert.Contains(page.Text, """{"a":1}""");
        CollectionAssert.Contains(page.Links.ToArray(), $"/jobqueue/runs/{id}");
        CollectionAssert.Contains(page.Posts.ToArray(), $"/jobqueue/jobs/{id}/run");
    }

    [TestMethod]
    public async Task Get_OneTimeJobWithManyEventsSince_ShowsItsOwn()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        await app.PostJobAsync(new { at = "2040-01-02T03:04:05Z", name = "once", request = new { uri = "/a" } });
        await app.Client.PostAsJsonAsync("/jobqueue/api/jobs/once/pause", new { reason = "long ago" });
        await app.App.Services.GetRequiredService<Ledger>().WriteAsync(connection => connection.Execute(
            """
            WITH RECURSIVE numbers(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < 50001)
            INSERT INTO events (at, kind) SELECT '2026-01-01T00:00:00.0000000Z', 'reloaded' FROM numbers
            """));
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/jobs/once");

        StringAssert.Contains(page.Text, "long ago");
    }

    [TestMethod]
    public async Task Get_UnknownJob_Is404()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/jobs/nothing");

        Assert.AreEqual(404, page.Status);
        StringAssert.Contains(page.Text, "There is no job \"nothing\".");
    }

    [TestMethod]
    public async Task Get_HostileTexts_AreTextEverywhere()
    {
        const string hostile = "<img src=x onerror=alert(1)>\"'</pre></textarea>";
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        await app.PostJobAsync(new
        {
            cron = "0 0 1 1 *",
            name = "hostile",
            summary = hostile,
            user = "<i>x</i>",
            requestedBy = hostile,
            request = new { uri = "/a", headers = new { X = hostile }, body = hostile },
        });
        using var browser = new Browser(app);
        var id = (await app.GetAsync("/jobqueue/api/jobs/hostile")).GetProperty("id").GetString();
        await browser.PostAsync("/jobs/hostile", $"/jobs/{id}/pause", ("reason", hostile));

        var pages = new[]
        {
            await browser.GetAsync("/jobs"),
            await browser.GetAsync("/jobs/hostile"),
            await browser.GetAsync($"/events?q={Uri.EscapeDataString(hostile)}"),
        };

        CollectionAssert.AreEqual(new[] { 1, 1, 1 }, pages.Select(page => page.All("img").Count).ToArray());
        Assert.IsFalse(pages.Any(page => page.Names.Contains("i")));
        Assert.IsTrue(pages.All(page => page.Html.Contains("&lt;img src=x onerror=alert(1)&gt;", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("/jobs")]
    [DataRow("/jobs/nightly")]
    [DataRow("/jobs/once")]
    [DataRow("/events")]
    [DataRow("/crontab")]
    [DataRow("/about")]
    public async Task Get_Viewer_SeesNoForms(string path)
    {
        await using var host = await HostApp.StartAsync();
        await host.SendAsync("operator", "POST", "/api/jobs", new { cron = "0 0 1 1 *", name = "nightly", request = new { uri = "/a" } });
        await host.SendAsync(
            "operator", "POST", "/api/jobs", new { at = "2040-01-01T00:00:00Z", name = "once", request = new { uri = "/a" } });
        using var browser = new Browser(host.App, host.Key("viewer"));

        var page = await browser.GetAsync(path);

        Assert.AreEqual((200, 0), (page.Status, page.Posts.Count));
    }

    private static async Task<string> RunAsync(LibraryApp app, string name)
    {
        using var answer = await app.Client.PostAsync($"/jobqueue/api/jobs/{name}/run", null);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("runId").GetString()!;
        await app.EndedAsync(id);
        return id;
    }
}
