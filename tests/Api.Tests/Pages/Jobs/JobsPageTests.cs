using JobQueue.Api.Pages.Jobs;
using Microsoft.Extensions.Primitives;

namespace JobQueue.Api.Tests.Pages.Jobs;

[TestClass]
public sealed class JobsPageTests
{
    private const string Crontab = """
        */5 9-17 * * mon-fri backup POST /backups --name b-often --summary 'every day'
        0 0 1 1 * - /yearly --name c-yearly --queue slow
        @every 1h - /hourly --name a-hourly
        """;

    [TestMethod]
    public async Task Get_Jobs_ShowsScheduleInWordsRequestAndUser()
    {
        await using var app = await LibraryApp.StartAsync(Crontab, app => app.MapJobQueue());
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/jobs");

        Assert.AreEqual(200, page.Status);
        StringAssert.Contains(page.Text, "every 5 minutes from 09:00 to 17:55, Monday to Friday");
        StringAssert.Contains(page.Text, "POST /backups as backup");
        CollectionAssert.Contains(page.Posts.Select(action => action[action.LastIndexOf('/')..]).ToList(), "/run");
    }

    [TestMethod]
    // Query, names in order
    [DataRow("", "a-hourly b-often c-yearly")]
    [DataRow("?q=HOUR", "a-hourly")]
    [DataRow("?queue=slow", "c-yearly")]
    [DataRow("?state=paused", "")]
    [DataRow("?state=active&queue=default", "a-hourly b-often")]
    [DataRow("?source=api", "")]
    [DataRow("?state=nonsense&page=0", "a-hourly b-often c-yearly")]
    public async Task Get_FilterAndOrder_ShowsThoseJobs(string query, string expected)
    {
        await using var app = await LibraryApp.StartAsync(Crontab, app => app.MapJobQueue());
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/jobs" + query);

        Assert.AreEqual(expected, NamesOn(page));
    }

    [TestMethod]
    public async Task Get_JobsOfAQueueThatIsPaused_SayThatItIs()
    {
        await using var app = await LibraryApp.StartAsync(Crontab, app => app.MapJobQueue());
        using var added = await app.PostJobAsync(new { at = "2040-01-01T00:00:00Z", queue = "slow", name = "once", request = new { uri = "/once" } });
        using var browser = new Browser(app);

        using var paused = await app.Client.PostAsync("/jobqueue/api/queues/slow/pause", null);
        var page = await browser.GetAsync("/jobs");
        var others = await browser.GetAsync("/jobs?queue=default");
        using var held = await app.Client.PostAsync("/jobqueue/api/jobs/c-yearly/pause", null);
        var then = await browser.GetAsync("/jobs?q=yearly");

        StringAssert.Contains(page.Text, "GET /yearly anonymous active its queue slow is paused");
        StringAssert.Contains(page.Text, "GET /once anonymous scheduled its queue slow is paused");
        Assert.IsFalse(others.Text.Contains("is paused", StringComparison.Ordinal));
        Assert.IsFalse(then.Text.Contains("is paused", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Get_JobsOfTheApi_SayWhatForAndWhoAsked()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var browser = new Browser(app);
        using var both = await app.PostJobAsync(
            new { at = "2040-01-01T00:00:00Z", name = "both", summary = "export", requestedBy = "ada", request = new { uri = "/x" } });
        using var cron = await app.PostJobAsync(
            new { cron = "0 0 1 1 *", name = "cron", requestedBy = "ada", request = new { uri = "/x" } });

        var page = await browser.GetAsync("/jobs");

        StringAssert.Contains(page.Text, "both export, asked for by ada ");
        StringAssert.Contains(page.Text, "cron asked for by ada ");
    }

    [TestMethod]
    public async Task Get_SortedByNextDue_BeginsWithTheEarliest()
    {
        await using var app = await LibraryApp.StartAsync(
            "@every 3h - /a --name a\n@every 1h - /b --name b\n@every 2h - /c --name c\n@reboot - /d --name d", app => app.MapJobQueue());
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/jobs?sort=next");

        Assert.AreEqual("b c a d", NamesOn(page));
    }

    [TestMethod]
    public async Task Get_SortedByLastOutcome_BeginsWithWhatWentWrong()
    {
        await using var app = await LibraryApp.StartAsync(
            "0 0 1 1 * - /fine --name a-fine\n0 0 1 1 * - /bad --name z-bad --retry 0",
            app =>
            {
                app.MapGet("/fine", () => "");
                app.MapGet("/bad", () => Results.StatusCode(503));
                app.MapJobQueue();
            });
        await RunAsync(app, "a-fine");
        await RunAsync(app, "z-bad");
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/jobs?sort=last");

        Assert.AreEqual("z-bad a-fine", NamesOn(page));
        StringAssert.Contains(page.Text, "failed 503");
    }

    [TestMethod]
    public async Task Get_ManyJobs_AreInPages()
    {
        var lines = string.Join('\n', Enumerable.Range(100, 60).Select(number => $"0 0 1 1 * - /{number} --name n{number}"));
        await using var app = await LibraryApp.StartAsync(lines, app => app.MapJobQueue());
        using var browser = new Browser(app);

        var first = await browser.GetAsync("/jobs");
        var second = await browser.GetAsync("/jobs?page=2");

        CollectionAssert.Contains(first.Links.ToList(), "/jobqueue/jobs?page=2");
        Assert.AreEqual("n150 n151 n152 n153 n154 n155 n156 n157 n158 n159", NamesOn(second));
    }

    [TestMethod]
    public async Task Get_OneTimeJobs_AreShownAndPagedByAge()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        await AddAsync(app, Enumerable.Range(100, 51));
        using var browser = new Browser(app);

        var newest = await browser.GetAsync("/jobs");
        var older = newest.Links.Single(link => link.Contains("before=", StringComparison.Ordinal));
        var oldest = await browser.GetAsync(older["/jobqueue".Length..]);
        var waiting = await browser.GetAsync("/jobs?sort=next&waiting=2");

        StringAssert.Contains(newest.Text, "GET /150 anonymous");
        StringAssert.Contains(oldest.Text, "GET /100 anonymous");
        Assert.IsFalse(oldest.Text.Contains("GET /101 ", StringComparison.Ordinal));
        StringAssert.Contains(waiting.Text, "GET /150 anonymous");
    }

    [TestMethod]
    public void Query_OfALongLedger_BeginsWhereItSays()
    {
        var query = JobsQuery.Of(new QueryCollection(new Dictionary<string, StringValues> { ["before"] = "3000000000" }));

        Assert.AreEqual(3_000_000_000, query.Before);
        Assert.AreEqual("?before=3000000000", query.Link());
    }

    [TestMethod]
    // Action, what the job is then
    [DataRow("pause", "paused")]
    [DataRow("remove", "removed")]
    public async Task Post_ActionWithToken_DoesItAndComesBack(string action, string expected)
    {
        await using var app = await LibraryApp.StartAsync(Crontab, app => app.MapJobQueue());
        using var browser = new Browser(app);
        var path = (await browser.GetAsync("/jobs?q=yearly")).Posts.Single(post => post.EndsWith('/' + action))["/jobqueue".Length..];

        var (page, location) = await browser.PostAsync("/jobs", path, ("back", "/jobs?q=yearly"), ("reason", "not now"));
        var after = await browser.GetAsync("/jobs/c-yearly");

        Assert.AreEqual((303, "/jobqueue/jobs?q=yearly"), (page.Status, location));
        StringAssert.Contains(after.Text, $"State {expected}");
        StringAssert.Contains(after.Text, $"{expected} local not now");
    }

    private static string NamesOn(Markup page) => string.Join(
        ' ',
        page.All("summary").Select(summary => summary.GetValueOrDefault("aria-label", ""))
            .Where(label => label.StartsWith("Remove ", StringComparison.Ordinal)).Select(label => label.Split(' ')[1]));

    private static async Task RunAsync(LibraryApp app, string name)
    {
        using var answer = await app.Client.PostAsync($"/jobqueue/api/jobs/{name}/run", null);
        var run = await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>();
        await app.EndedAsync(run.GetProperty("runId").GetString()!);
    }

    private static async Task AddAsync(LibraryApp app, IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            using var added = await app.PostJobAsync(new { at = $"2040-01-01T00:00:00.{number}Z", request = new { uri = $"/{number}" } });
            added.EnsureSuccessStatusCode();
        }
    }
}
