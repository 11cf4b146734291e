namespace JobQueue.Api.Tests.Pages.Crontab;

[TestClass]
public sealed class CrontabPageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task Get_LinesOfEachKind_AreMarked()
    {
        await using var app = await LibraryApp.StartAsync(
            "# <i>comment</i>\nCRON_TZ=UTC\n0 0 1 1 * - /a --name first\n*/90 * * * * - /b\n", app => app.MapJobQueue());
        using var browser = new Browser(app);
        var id = (await app.GetAsync("/jobqueue/api/jobs/first")).GetProperty("id").GetString();

        var page = await browser.GetAsync("/crontab");

        StringAssert.Contains(page.Text, "2 jobs are in force");
        StringAssert.Contains(page.Text, "1 # <i>comment</i> 2 CRON_TZ=UTC setting 3 0 0 1 1 * - /a --name first job ");
        StringAssert.Contains(page.Text, "column 1: */90 is minute 0 of every hour; @every 90m is every 90 minutes");
        CollectionAssert.Contains(page.Links.ToArray(), $"/jobqueue/jobs/{id}");
        Assert.IsFalse(page.Names.Contains("i"));
    }

    [TestMethod]
    public async Task Get_FileWithErrors_ShowsThemAndWhatIsInForce()
    {
        await using var app = await LibraryApp.StartAsync("0 0 1 1 * - /a --name first\n", app => app.MapJobQueue());
        using var browser = new Browser(app);
        app.WriteCrontab("0 0 1 1 * - /a --name first\n0 0 1 1 * - /new --name new\n60 * * * * - /b\n");

        var page = await UntilAsync(browser, "found 1 error");

        StringAssert.Contains(page.Text, "The schedule before it is in force: 1 job.");
        StringAssert.Contains(page.Text, "/new --name new not in force");
        StringAssert.Contains(page.Text, "column 1: found \"60\", expected a minute from 0 to 59 error");
    }

    [TestMethod]
    public async Task Get_AfterAReload_ShowsWhatItChanged()
    {
        await using var app = await LibraryApp.StartAsync("0 0 1 1 * - /a --name a\n0 0 1 1 * - /b --name b\n", app => app.MapJobQueue());
        using var browser = new Browser(app);
        app.WriteCrontab("0 0 1 1 * - /a2 --name a\n0 0 1 1 * - /c --name c\n0 0 1 1 * - /d --name d\n");

        var page = await UntilAsync(browser, "2 added, 1 changed, 1 gone");

        StringAssert.Contains(page.Text, "changed a ");
        StringAssert.Contains(page.Text, "added c ");
        StringAssert.Contains(page.Text, "gone b ");
    }

    [TestMethod]
    public async Task Get_ManyLines_AreInPagesAndALineIsOnIts()
    {
        var lines = string.Concat(Enumerable.Range(1, 1200).Select(number => $"# {number}\n"));
        await using var app = await LibraryApp.StartAsync(lines, app => app.MapJobQueue());
        using var browser = new Browser(app);

        var first = await browser.GetAsync("/crontab");
        var third = await browser.GetAsync("/crontab?line=1001");
        var other = await browser.GetAsync("/crontab?file=/etc/passwd");

        StringAssert.Contains(first.Text, "page 1 of 3");
        StringAssert.Contains(third.Text, "page 3 of 3");
        StringAssert.Contains(third.Html, "id=\"L1001\"");
        StringAssert.Contains(other.Text, "There is no such crontab, or it cannot be read.");
    }

    private static async Task<Markup> UntilAsync(Browser browser, string text)
    {
        using var limit = new CancellationTokenSource(Limit);
        using var poll = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        Markup page;
        do
            page = await browser.GetAsync("/crontab");
        while (!page.Text.Contains(text, StringComparison.Ordinal) && await poll.WaitForNextTickAsync(limit.Token));
        return page;
    }
}
