namespace JobQueue.Api.Tests.Pages.About;

[TestClass]
public sealed class AboutPageTests
{
    [TestMethod]
    public async Task Get_About_ShowsWhatRunsAndWhatIsKept()
    {
        await using var app = await LibraryApp.StartAsync(
            "", app => app.MapJobQueue(), builder => builder.Services.AddJobQueue(options => options.Retention.Age = TimeSpan.FromDays(7)));
        using var browser = new Browser(app);

        var page = await browser.GetAsync("/about");

        StringAssert.Contains(page.Text, "jobqueue.db");
        StringAssert.Contains(page.Text, $"Process {Environment.ProcessId}");
        StringAssert.Contains(page.Text, "SQLite 3.");
        StringAssert.Contains(page.Text, "7d after their end");
        CollectionAssert.IsSubsetOf(new[] { "/jobqueue/openapi.json", "/jobqueue/healthz" }, page.Links.ToArray());
    }
}
