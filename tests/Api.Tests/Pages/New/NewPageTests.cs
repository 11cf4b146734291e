using System.Text.Json;
using JobQueue.Api.Tests.Keys;

namespace JobQueue.Api.Tests.Pages.New;

[TestClass]
public sealed class NewPageTests
{
    [TestMethod]
    public async Task Post_GoodForm_AddsTheJobAndLeadsToIt()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var browser = new Browser(app);

        var (page, location) = await browser.PostAsync(
            "/new", "/new", ("id", "1"), ("when", "*/5 9-17 * * mon-fri"), ("timeZone", "Europe/Berlin"), ("uri", "/reports"),
            ("headers", "Accept: text/plain\r\nx-a: 1\r\nX-A: 2"), ("body", "one\r\ntwo"), ("bodyIs", "text"), ("name", "weekly"),
            ("retry", "7"), ("overlap", "queue"));
        var job = await app.GetAsync("/jobqueue/api/jobs/weekly");

        Assert.AreEqual((303, $"/jobqueue/jobs/{job.GetProperty("id").GetString()}"), (page.Status, location));
        Assert.AreEqual(("*/5 9-17 * * mon-fri", "Europe/Berlin", 7, "queue"), (
            job.GetProperty("schedule").GetString(), job.GetProperty("timeZone").GetString(), job.GetProperty("retry").GetInt32(),
            job.GetProperty("overlap").GetString()));
        Assert.AreEqual(
            """{"method":"POST","uri":"/reports","headers":{"Accept":"text/plain","x-a":"1, 2"},"body":"one\ntwo"}""",
            job.GetProperty("request").GetRawText());
    }

    [TestMethod]
    public async Task Post_SameFormTwice_AddsOneJob()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var browser = new Browser(app);
        var fields = new[] { ("id", "the form"), ("when", "2040-01-01T00:00:00Z"), ("uri", "/a") };

        var first = await browser.PostAsync("/new", "/new", fields);
        var second = await browser.PostAsync("/new", "/new", fields);
        var other = await browser.PostAsync("/new", "/new", ("id", "another form"), fields[1], fields[2]);

        Assert.AreEqual(first.Location, second.Location);
        Assert.AreNotEqual(first.Location, other.Location);
    }

    [TestMethod]
    // Field, what was typed, what is said below it
    [DataRow("when", "next fridya", "expected")]
    [DataRow("when", "", "neither at nor cron")]
    [DataRow("when", "61 * * * *", "column 1: found \"61\", expected a minute from 0 to 59")]
    [DataRow("uri", "no path", "expected")]
    [DataRow("method", "get", "an HTTP method in upper case")]
    [DataRow("headers", "no colon", "line 1: found \"no colon\", expected Name: value")]
    [DataRow("headers", "Authorization: Basic x", "secrets belong to a configured target")]
    [DataRow("user", "two words", "a name of 1 to 100 visible ASCII characters")]
    [DataRow("timeout", "soon", "a duration of more than 0 and at most 24h")]
    [DataRow("timeZone", "Mars", "an IANA time zone")]
    [DataRow("priority", "1000", "a number from -100 to 100")]
    public async Task Post_FaultyField_SaysSoThereAndKeepsWhatWasTyped(string field, string typed, string expected)
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var browser = new Browser(app);
        var good = new[] { ("id", "1"), ("when", "2040-01-01T00:00:00Z"), ("uri", "/a"), ("body", "kept"), ("name", "kept") };

        var (page, _) = await browser.PostAsync("/new", "/new", [.. good.Where(one => one.Item1 != field), (field, typed)]);

        Assert.AreEqual(400, page.Status);
        StringAssert.Contains(page.Text, "One thing is wrong; nothing was added.");
        StringAssert.Contains(page.Text, expected);
        Assert.IsTrue(page.Html.Contains($"aria-describedby=\"e-{field}\"", StringComparison.Ordinal), page.Html);
        Assert.AreEqual(("kept", "kept"), (page.Area("body"), page.Value("name")));
    }

    [TestMethod]
    public async Task Post_FaultyWhen_SaysSoOnce()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var browser = new Browser(app);

        var (page, _) = await browser.PostAsync("/new", "/new", ("id", "1"), ("when", "61 * * * *"), ("uri", "/a"));

        Assert.AreEqual(2, page.Text.Split("found \"61\"").Length);
    }

    [TestMethod]
    public async Task Post_HostileTexts_AreTextInTheForm()
    {
        const string hostile = "</textarea>\"><img src=x onerror=alert(1)>";
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var browser = new Browser(app);

        var (page, _) = await browser.PostAsync(
            "/new", "/new", ("id", hostile), ("when", hostile), ("uri", hostile), ("headers", hostile), ("body", hostile),
            ("user", hostile), ("name", hostile));

        Assert.AreEqual((400, 1), (page.Status, page.All("img").Count));
        Assert.AreEqual((hostile, hostile, hostile), (page.Value("when"), page.Area("body"), page.Value("id")));
    }

    [TestMethod]
    public async Task Post_NameThatIsTaken_Is409AtItsField()
    {
        await using var app = await LibraryApp.StartAsync("0 0 1 1 * - /a --name taken", app => app.MapJobQueue());
        using var browser = new Browser(app);

        var (page, _) = await browser.PostAsync(
            "/new", "/new", ("id", "1"), ("when", "2040-01-01T00:00:00Z"), ("uri", "/a"), ("name", "taken"));

        Assert.AreEqual(409, page.Status);
        StringAssert.Contains(page.Html, "aria-describedby=\"e-name\"");
    }

    [TestMethod]
    // Field of the preview, text, zone, what it shows
    [DataRow("2040-01-02 03:04", "Europe/Berlin", "once, on Monday, 2 January 2040, at 03:04 Europe/Berlin 2040-01-02T03:04:00+01:00")]
    [DataRow("0 3 25-31 3 *", "Europe/Berlin", "at 03:00 on the 25th to 31st of March Europe/Berlin")]
    [DataRow("@every 90s", "", "every 90 seconds")]
    [DataRow("~ 3 * * *", "UTC", "UTC What ~ stands for is drawn once, when the job is made.")]
    [DataRow("*/5 * * * mom", "UTC", "column 11: found \"mom\"")]
    [DataRow("next fridya", "UTC", "column 6")]
    [DataRow("noon", "Mars", "found \"Mars\", expected an IANA time zone like Europe/Berlin")]
    [DataRow("", "", "Write a time, or a schedule as in a crontab.")]
    [DataRow("<img src=x>", "UTC", "<img src=x>")]
    public async Task Preview_Text_SaysWhatItMeans(string when, string zone, string expected)
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var browser = new Browser(app);

        var part = await browser.GetAsync($"/new/preview?when={Uri.EscapeDataString(when)}&timeZone={zone}");
        var (page, _) = await browser.PostAsync("/new", "/new", ("when", when), ("timeZone", zone), ("preview", "yes"));

        StringAssert.Contains(part.Text, expected);
        Assert.AreEqual((200, 0), (part.Status, part.All("img").Count));
        StringAssert.Contains(page.Text, expected);
        Assert.AreEqual((200, when), (page.Status, page.Value("when")));
    }

    [TestMethod]
    public async Task Get_Replay_FillsTheFormFromTheRun()
    {
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.MapPost("/a", () => "");
            app.MapJobQueue();
        });
        using var browser = new Browser(app);
        var created = await app.PostJobAsync(new
        {
            at = "now",
            user = "ops",
            timeout = "30s",
            request = new
            {
                method = "POST",
                uri = "/a?b=1",
                headers = new Dictionary<string, string> { ["X-A"] = "1", ["X-Secret"] = "[redacted]" },
                body = "one\ntwo",
            },
        });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;

        var page = await browser.GetAsync($"/new?replay={id}");

        Assert.AreEqual(
            ("now", "POST", "/a?b=1", "ops", "30s"),
            (page.Value("when"), page.Value("method"), page.Value("uri"), page.Value("user"), page.Value("timeout")));
        Assert.AreEqual(("X-A: 1\n", "one\ntwo"), (page.Area("headers"), page.Area("body")));
        StringAssert.Contains(page.Text, "Not filled in: The header X-Secret: its value is redacted.");
    }

    [TestMethod]
    public async Task Get_ReplayOfBytes_FillsThemInAsBase64AndSendsTheSame()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var browser = new Browser(app);
        var created = await app.PostJobAsync(new
        {
            at = "2040-01-01T00:00:00Z",
            request = new { method = "PUT", uri = "/a", bodyBase64 = "/wANCg==" },
        });
        var id = (await created.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;

        var page = await browser.GetAsync($"/new?replay={id}");
        var (_, location) = await browser.PostAsync(
            "/new", "/new", ("id", "1"), ("when", "2040-01-01T00:00:00Z"), ("uri", "/a"), ("bodyIs", "base64"),
            ("body", page.Area("body")));

        Assert.AreEqual("/wANCg==", page.Area("body"));
        Assert.AreEqual("/wANCg==", (await app.GetAsync(location!.Replace("/jobqueue/", "/jobqueue/api/", StringComparison.Ordinal)))
            .GetProperty("request").GetProperty("bodyBase64").GetString());
    }

    [TestMethod]
    public async Task Get_ReplayOfNoRun_Is404()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        using var browser = new Browser(app);

        Assert.AreEqual(404, (await browser.GetAsync("/new?replay=nothing")).Status);
    }

    [TestMethod]
    public async Task Post_WithoutToken_Is400AndAsViewer403()
    {
        await using var host = await HostApp.StartAsync();
        using var @operator = new Browser(host.App, host.Key("operator"));
        using var viewer = new Browser(host.App, host.Key("viewer"));

        var withoutToken = await @operator.PostWithoutTokenAsync("/new", ("when", "now"), ("uri", "/a"));
        var asViewer = await viewer.PostWithoutTokenAsync("/new", ("when", "now"), ("uri", "/a"));
        var shown = await viewer.GetAsync("/new");
        var previewed = await viewer.GetAsync("/new/preview?when=now");

        Assert.AreEqual((400, 403, 403, 403), (withoutToken.Page.Status, asViewer.Page.Status, shown.Status, previewed.Status));
    }

    [TestMethod]
    public async Task Post_OtherUserAsOperatorWhoIsNoUser_IsNotToldToNameItself()
    {
        await using var host = await HostApp.StartAsync(map: null, ("JobQueue:Users:backup:Roles:0", "admin"));
        using var browser = new Browser(host.App, host.Key("operator"));

        var (page, _) = await browser.PostAsync(
            "/new", "/new", ("id", "1"), ("when", "2040-01-01T00:00:00Z"), ("uri", "/a"), ("user", "backup"));

        Assert.AreEqual(403, page.Status);
        StringAssert.Contains(page.Text, "Only an admin may have a job run as \"backup\"; leave user out. ");
    }

    [TestMethod]
    public async Task Post_OtherUserAsOperator_IsRefusedAsAtTheApi()
    {
        await using var host = await HostApp.StartAsync();
        using var browser = new Browser(host.App, host.Key("operator"));

        var fields = new[] { ("id", "1"), ("when", "2040-01-01T00:00:00Z"), ("uri", "/a") };
        var (other, _) = await browser.PostAsync("/new", "/new", [.. fields, ("user", "root")]);
        var (own, _) = await browser.PostAsync("/new", "/new", [.. fields, ("user", "operator")]);

        Assert.AreEqual((403, 303), (other.Status, own.Status));
        StringAssert.Contains(other.Text, "Only an admin may have a job run as \"root\"; leave user out, or name yourself.");
        Assert.AreEqual("root", other.Value("user"));
    }
}
