using JobQueue.Jobs;

namespace JobQueue.Api.Tests.Pages.Runs;

/// <summary>The run history as a page.</summary>
[TestClass]
public sealed class RunsPageTests
{
    [TestMethod]
    // Query, the URIs that are shown
    [DataRow("", "/late /failed /named /one")]
    [DataRow("?state=failed", "/failed")]
    [DataRow("?state=&status=503&since=&until=&q=", "/failed")]
    [DataRow("?status=200", "/late /named /one")]
    [DataRow("?job=nightly", "/named")]
    [DataRow("?q=NIGHT", "/named")]
    [DataRow("?q=broken+pipe", "/failed")]
    [DataRow("?since=2026-01-02T00:00:00Z", "/failed /named /one")]
    [DataRow("?until=2026-01-02T00:00", "/late")]
    public async Task Filter_Page_ShowsThoseRuns(string query, string shown)
    {
        await using var app = await PagesApp.StartAsync();
        await app.AddAsync(run => Of(run, "/one"));
        await app.AddAsync(run => Of(run, "/named") with { JobName = "nightly" });
        await app.AddAsync(run => Of(run, "/failed") with { State = RunState.Failed, Status = 503, Error = "broken pipe" });
        await app.AddAsync(run => Of(run, "/late") with { Due = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) });

        var page = await app.GetAsync("/runs" + query);

        Assert.AreEqual(shown, string.Join(' ', Shown(page)));
    }

    [TestMethod]
    public async Task Get_RunThatSomebodyAskedFor_SaysWhoAndWhatFor()
    {
        await using var app = await PagesApp.StartAsync();
        await app.AddAsync(run => run with { RequestedBy = "ada", Policy = run.Policy with { Summary = "the yearly export" } });

        var page = await app.GetAsync("/runs");

        Assert.Contains(" ada the yearly export ", page.Text);
    }

    [TestMethod]
    [DataRow("state=lost", "There is no state \"lost\".")]
    [DataRow("status=42", "\"42\" is no status")]
    [DataRow("status=1000", "\"1000\" is no status")]
    [DataRow("status=x", "\"x\" is no status")]
    [DataRow("since=tomorrow", "\"tomorrow\" is no time")]
    [DataRow("until=0001-01-01T00:00", "is no time")]
    [DataRow("cursor=x", "not one that a page before it led to")]
    public async Task Filter_ThatCannotBeRead_IsSaid(string query, string said)
    {
        await using var app = await PagesApp.StartAsync();

        var page = await app.GetAsync("/runs?" + query, status: 400);

        Assert.Contains(said, page.Text);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("q=work&state=succeeded")]
    [DataRow("since=2020-01-01T00:00:00Z")]
    public async Task Older_FollowedToItsEnd_HasEachRunOnce(string query)
    {
        await using var app = await PagesApp.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 120).Select(number => app.AddAsync(run => Of(run, $"/work-{number}"))));

        var seen = new List<string>();
        var path = "/runs?" + query;
        for (var pages = 0; path is not null && pages < 10; pages++)
        {
            var page = await app.GetAsync(path);
            seen.AddRange(Shown(page));
            path = page.Named("a").SingleOrDefault(link => link["rel"] == "next")?["href"]?["/jobqueue".Length..];
        }

        Assert.AreEqual((120, 120), (seen.Count, seen.Distinct().Count()));
    }

    [TestMethod]
    public async Task Row_OfAJobWithoutAName_IsCalledByItsRequestOnce()
    {
        await using var app = await PagesApp.StartAsync();
        await app.AddAsync(run => Of(run, "/heartbeat"));

        var page = await app.GetAsync("/runs");

        Assert.MatchesRegex("succeeded 200 GET /heartbeat 20", page.Text);
    }

    [TestMethod]
    public async Task Row_OfARunThatWaitsForItsRetry_SaysSo()
    {
        await using var app = await PagesApp.StartAsync();
        await app.AddAsync(run => run with { State = RunState.Pending, Status = 0, Finished = null, NotBefore = PagesApp.Now.AddHours(1), JobName = "nightly" });

        var page = await app.GetAsync("/runs");

        Assert.Contains("pending no response before attempt 2 nightly", page.Text);
    }

    [TestMethod]
    public async Task Row_OfARun_SaysWhatItCameTo()
    {
        await using var app = await PagesApp.StartAsync();
        await app.AddAsync(run => run with
        {
            State = RunState.Failed,
            Status = 0,
            Attempt = 4,
            Error = "connection refused",
            RequestedBy = "anna",
            JobName = "nightly",
        });

        var page = await app.GetAsync("/runs");

        Assert.MatchesRegex("failed no response nightly GET /work .* 2\\.0 s 3\\.0 s 4 connection refused anna", page.Text);
    }

    [TestMethod]
    public async Task Empty_Ledger_SaysSo()
    {
        await using var app = await PagesApp.StartAsync();

        var page = await app.GetAsync("/runs?state=running");

        Assert.Contains("No run is like that.", page.Text);
    }

    private static IEnumerable<string> Shown(Html page) =>
        page.Elements.Where(element => element.Name is "a" or "small").Select(element => element["title"]).OfType<string>();

    private static Run Of(Run run, string uri) => run with { Request = new JobRequest { Uri = uri } };
}
