using System.Runtime.Versioning;
using JobQueue.Api.Tests.Keys;

namespace JobQueue.Api.Tests.Pages.Crontab;

// Modes of files.
[UnsupportedOSPlatform("windows")]
[TestClass]
public sealed class EditorTests
{
    private const string Before = "# before\n0 0 1 1 * - /a --name a\n";

    [TestMethod]
    public async Task Get_NotSwitchedOn_Is404AndNotOffered()
    {
        await using var app = await LibraryApp.StartAsync(Before, app => app.MapJobQueue());
        using var browser = new Browser(app);

        var editor = await browser.GetAsync($"/crontab/edit?file={Uri.EscapeDataString(app.CrontabFile)}");
        var page = await browser.GetAsync("/crontab");

        Assert.AreEqual(404, editor.Status);
        Assert.IsFalse(page.Links.Any(link => link.Contains("/edit", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task Save_GoodText_ReplacesTheFileKeepsTheOneBeforeAndLoads()
    {
        await using var app = await StartAsync();
        using var browser = new Browser(app);
        File.SetUnixFileMode(app.CrontabFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var opened = await OpenAsync(browser, app);

        var (saved, location) = await SaveAsync(browser, app, opened.Value("hash"), "# after\r\n0 0 1 1 * - /b --name b\r\n");
        var job = await app.FoundAsync("b");
        var events = await browser.GetAsync("/events?kind=crontab+saved");

        Assert.AreEqual((303, "# before\n0 0 1 1 * - /a --name a\n"), (saved.Status, opened.Area("text")));
        StringAssert.StartsWith(location, "/jobqueue/crontab?file=");
        Assert.AreEqual(
            ("# after\n0 0 1 1 * - /b --name b\n", Before), (File.ReadAllText(app.CrontabFile), File.ReadAllText(app.CrontabFile + "~")));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(app.CrontabFile));
        Assert.AreEqual("/b", job.GetProperty("request").GetProperty("uri").GetString());
        StringAssert.Contains(events.Text, $"crontab saved local {app.CrontabFile}, 2 lines");
        Assert.IsFalse(Directory.EnumerateFiles(Path.GetDirectoryName(app.CrontabFile)!, "*.new").Any());
    }

    [TestMethod]
    [DataRow("check", 200)]
    [DataRow("save", 400)]
    public async Task Post_TextWithErrors_ShowsThemAndSavesNothing(string button, int expected)
    {
        await using var app = await StartAsync();
        using var browser = new Browser(app);
        var opened = await OpenAsync(browser, app);

        var (page, _) = await browser.PostAsync(
            "/crontab/edit" + Query(app), "/crontab/edit", ("file", app.CrontabFile), ("hash", opened.Value("hash")), (button, "yes"),
            ("text", "60 * * * * - /a\n*/90 * * * * - /b </textarea><img>\n"));

        Assert.AreEqual((expected, Before), (page.Status, File.ReadAllText(app.CrontabFile)));
        StringAssert.Contains(page.Text, "1:1: found \"60\", expected a minute from 0 to 59 60 * * * * - /a ");
        StringAssert.Contains(page.Html, "<pre>&#xA;60 * * * * - /a</pre>");
        Assert.AreEqual(("60 * * * * - /a\n*/90 * * * * - /b </textarea><img>\n", 1), (page.Area("text"), page.All("img").Count));
        Assert.IsFalse(File.Exists(app.CrontabFile + "~"));
    }

    [TestMethod]
    public async Task Check_GoodText_SaysHowManyJobsAndWarns()
    {
        await using var app = await StartAsync();
        using var browser = new Browser(app);

        var (page, _) = await browser.PostAsync(
            "/crontab/edit" + Query(app), "/crontab/edit", ("file", app.CrontabFile), ("hash", ""), ("check", "yes"),
            ("text", "*/90 * * * * - /b\n"));

        StringAssert.Contains(page.Text, "No errors; 1 job.");
        StringAssert.Contains(page.Text, "1:1: */90 is minute 0 of every hour");
    }

    [TestMethod]
    public async Task Save_FileChangedMeanwhile_Is409WithBothAndCanBeSavedAgain()
    {
        await using var app = await StartAsync();
        using var browser = new Browser(app);
        var opened = await OpenAsync(browser, app);
        File.WriteAllText(app.CrontabFile, "# <i>theirs</i>\n");

        var (conflict, _) = await SaveAsync(browser, app, opened.Value("hash"), "# mine\n");
        var kept = File.ReadAllText(app.CrontabFile);
        var (again, _) = await SaveAsync(browser, app, conflict.Value("hash"), "# mine\n");

        Assert.AreEqual((409, "# mine\n", "# <i>theirs</i>\n"), (conflict.Status, conflict.Area("text"), kept));
        StringAssert.Contains(conflict.Text, "# <i>theirs</i>");
        Assert.AreEqual(
            (303, "# mine\n", "# <i>theirs</i>\n"),
            (again.Status, File.ReadAllText(app.CrontabFile), File.ReadAllText(app.CrontabFile + "~")));
    }

    [TestMethod]
    public async Task Save_FileWithCrlfAndMark_KeepsBoth()
    {
        await using var app = await StartAsync();
        using var browser = new Browser(app);
        File.WriteAllText(app.CrontabFile, "\uFEFF# one\r\n# two\r\n");
        var opened = await OpenAsync(browser, app);

        await SaveAsync(browser, app, opened.Value("hash"), "# one\r\n# three\r\n");

        Assert.AreEqual("# one\n# two\n", opened.Area("text"));
        CollectionAssert.AreEqual("\uFEFF# one\r\n# three\r\n"u8.ToArray(), File.ReadAllBytes(app.CrontabFile));
    }

    [TestMethod]
    public async Task Save_LinkedFile_ReplacesWhatItLeadsTo()
    {
        await using var app = await StartAsync();
        using var browser = new Browser(app);
        File.Move(app.CrontabFile, app.CrontabFile + ".real");
        File.CreateSymbolicLink(app.CrontabFile, app.CrontabFile + ".real");
        var opened = await OpenAsync(browser, app);

        await SaveAsync(browser, app, opened.Value("hash"), "# linked\n");

        Assert.AreEqual(app.CrontabFile + ".real", new FileInfo(app.CrontabFile).LinkTarget);
        Assert.AreEqual(
            ("# linked\n", Before), (File.ReadAllText(app.CrontabFile + ".real"), File.ReadAllText(app.CrontabFile + ".real~")));
    }

    [TestMethod]
    public async Task Post_FileThatIsNoCrontab_IsRefused()
    {
        await using var app = await StartAsync();
        using var browser = new Browser(app);
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("other"), "x");

        var (page, _) = await browser.PostAsync(
            "/crontab/edit" + Query(app), "/crontab/edit", ("file", folder.File("other")), ("text", ""), ("hash", ""), ("save", "yes"));

        Assert.AreEqual((409, "x"), (page.Status, File.ReadAllText(folder.File("other"))));
        StringAssert.Contains(page.Text, "is not one of the crontabs");
    }

    [TestMethod]
    // Whether it is allowed
    [DataRow(false)]
    [DataRow(true)]
    [OSCondition(OperatingSystems.Linux)]
    public async Task Edit_FileThatAnyoneMayWrite_IsRefusedUnlessAllowed(bool isAllowed)
    {
        await using var app = await StartAsync(isAllowed);
        using var browser = new Browser(app);
        File.SetUnixFileMode(app.CrontabFile, File.GetUnixFileMode(app.CrontabFile) | UnixFileMode.OtherWrite);

        var page = await OpenAsync(browser, app);

        Assert.AreEqual(!isAllowed, page.Text.Contains("found a file that anyone may write", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task Edit_AsOperatorOrWithoutToken_IsRefused()
    {
        await using var host = await HostApp.StartAsync(null, ("JobQueue:EditCrontab", "true"));
        using var @operator = new Browser(host.App, host.Key("operator"));
        using var admin = new Browser(host.App, host.Key("admin"));

        var shown = await @operator.GetAsync("/crontab/edit" + Query(host.App));
        var fields = new[] { ("file", host.App.CrontabFile), ("text", "# x\n"), ("save", "yes") };
        var saved = await @operator.PostWithoutTokenAsync("/crontab/edit", fields);
        var withoutToken = await admin.PostWithoutTokenAsync("/crontab/edit", fields);
        var offered = await @operator.GetAsync("/crontab");

        Assert.AreEqual((403, 403, 400), (shown.Status, saved.Page.Status, withoutToken.Page.Status));
        Assert.IsFalse(offered.Links.Any(link => link.Contains("/edit", StringComparison.Ordinal)));
    }

    private static Task<LibraryApp> StartAsync(bool allowsWritable = false) => LibraryApp.StartAsync(
        Before, app => app.MapJobQueue(), builder => builder.Services.AddJobQueue(options =>
        {
            options.EditCrontab = true;
            options.AllowWritableCrontab = allowsWritable;
        }));

    private static Task<Markup> OpenAsync(Browser browser, LibraryApp app) => browser.GetAsync("/crontab/edit" + Query(app));

    private static Task<(Markup Page, string? Location)> SaveAsync(Browser browser, LibraryApp app, string hash, string text) =>
        browser.PostAsync(
            "/crontab/edit" + Query(app), "/crontab/edit", ("file", app.CrontabFile), ("hash", hash), ("text", text), ("save", "yes"));

    private static string Query(LibraryApp app) => $"?file={Uri.EscapeDataString(app.CrontabFile)}";
}
