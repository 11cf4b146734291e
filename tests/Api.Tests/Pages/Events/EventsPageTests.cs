using System.Text.RegularExpressions;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Pages.Events;

[TestClass]
public sealed class EventsPageTests
{
    [TestMethod]
    // Query, reasons that are shown, the newest first
    [DataRow("", "third second first")]
    [DataRow("?kind=paused", "second")]
    [DataRow("?who=ada", "third first")]
    [DataRow("?q=SEC", "second")]
    [DataRow("?job=a-run", "third")]
    [DataRow("?job=nothing", "")]
    public async Task Get_Filter_ShowsThoseEvents(string query, string expected)
    {
        await using var app = await StartAsync(
            ("removed", null, "ada", "first"), ("paused", null, "bob", "second"), ("removed", "a-run", "ada", "third"));
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/events" + query);

        Assert.AreEqual(expected, string.Join(' ', ReasonsOn(page)));
    }

    [TestMethod]
    public async Task Get_EventOfAJobWithoutAName_CallsItByItsRequest()
    {
        await using var app = await LibraryApp.StartAsync("0 0 1 1 * - POST /yearly", app => app.MapJobQueue());
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/events");

        StringAssert.Contains(page.Text, "added POST /yearly");
    }

    [TestMethod]
    public async Task Get_ManyEvents_AreInPages()
    {
        await using var app = await StartAsync(
            [.. Enumerable.Range(100, 60).Select(number => ("run", (string?)null, "ada", $"n{number}"))]);
        using var browser = new Browser(app);

        var first = await browser.GetAsync("/events?who=ada");
        var older = first.Links.Single(link => link.Contains("before=", StringComparison.Ordinal));
        var second = await browser.GetAsync(older["/jobqueue".Length..]);

        Assert.AreEqual(("n159", "n110"), (ReasonsOn(first)[0], ReasonsOn(first)[^1]));
        Assert.AreEqual("n109 n108 n107 n106 n105 n104 n103 n102 n101 n100", string.Join(' ', ReasonsOn(second)));
        Assert.IsFalse(second.Links.Any(link => link.Contains("before=", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Get_SearchThatFindsNothingNew_LooksFurtherBackWhenAsked()
    {
        await using var app = await StartAsync(("run", null, "ada", "old"));
        await app.App.Services.GetRequiredService<Ledger>().WriteAsync(connection =>
            connection.Execute("INSERT INTO events (seq, at, kind) VALUES (60000, '1970-01-01T00:00:00.0000000Z', 'run')"));
        using var browser = new Browser(app);

        var newest = await browser.GetAsync("/events?who=ada");
        var older = newest.Links.Single(link => link.Contains("before=", StringComparison.Ordinal));
        var further = await browser.GetAsync(older["/jobqueue".Length..]);

        StringAssert.Contains(newest.Text, "None. Look further back");
        Assert.AreEqual("old", string.Join(' ', ReasonsOn(further)));
    }

    [TestMethod]
    public async Task Get_EventOfALine_LeadsToItsJobByName()
    {
        await using var app = await LibraryApp.StartAsync("0 0 1 1 * - /a --name nightly", app => app.MapJobQueue());
        using var browser = new Browser(app);
        var id = (await app.GetAsync("/jobqueue/api/jobs/nightly")).GetProperty("id").GetString();

        var page = await browser.GetAsync("/events?job=nightly");

        StringAssert.Contains(page.Text, "added nightly");
        CollectionAssert.Contains(page.Links.ToArray(), $"/jobqueue/jobs/{id}");
    }

    private static async Task<LibraryApp> StartAsync(params (string Kind, string? RunId, string Who, string Reason)[] events)
    {
        var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        await app.App.Services.GetRequiredService<Ledger>().WriteAsync(connection =>
        {
            foreach (var (kind, runId, who, reason) in events)
                EventRows.Add(connection, DateTimeOffset.UnixEpoch, kind, runId: runId, who: who, reason: reason);
            return true;
        });
        return app;
    }

    private static IReadOnlyList<string> ReasonsOn(Markup page) =>
        [.. Regex.Matches(page.Html, "<td data-label=\"Why\">([^<]*)</td>").Select(match => match.Groups[1].Value)];
}
