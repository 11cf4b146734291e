using System.Text.RegularExpressions;
using JobQueue.Api.Tests.Keys;

namespace JobQueue.Api.Tests.Pages.Keys;

[TestClass]
public sealed class KeysPageTests
{
    [TestMethod]
    public async Task Post_NewKey_IsShownOnceAndOpens()
    {
        await using var host = await HostApp.StartAsync();
        using var admin = new Browser(host.App, host.Key("admin"));

        var (made, _) = await admin.PostAsync("/keys", "/keys", ("name", "robot"), ("role", "operator"));
        var key = Regex.Match(made.Html, "jq_[0-9a-f]{16}_[0-9a-f]+").Value;
        var later = await admin.GetAsync("/keys");
        using var robot = new Browser(host.App, key);

        Assert.AreEqual(200, made.Status);
        StringAssert.Contains(later.Text, "robot operator");
        Assert.IsFalse(later.Html.Contains(key, StringComparison.Ordinal));
        Assert.AreEqual(200, (await robot.GetAsync("/jobs")).Status);
    }

    [TestMethod]
    public async Task Post_FirstKey_IsAnAdmins()
    {
        await using var host = await HostApp.StartOpenAsync();
        using var browser = new Browser(host.App);

        var form = await browser.GetAsync("/keys");
        var (refused, _) = await browser.PostAsync("/keys", "/keys", ("name", "anna"), ("role", "operator"));
        var (made, _) = await browser.PostAsync("/keys", "/keys", ("name", "anna"), ("role", "admin"));

        Assert.AreEqual("admin", string.Join(' ', form.All("option").Select(option => option["value"])));
        Assert.AreEqual((409, 200), (refused.Status, made.Status));
        StringAssert.Contains(refused.Text, "The first key is to be an admin's");
    }

    [TestMethod]
    public async Task Post_Revoke_EndsTheKey()
    {
        await using var host = await HostApp.StartAsync();
        using var admin = new Browser(host.App, host.Key("admin"));
        using var viewer = new Browser(host.App, host.Key("viewer"));

        var (page, location) = await admin.PostAsync("/keys", "/keys/viewer/revoke");
        var (gone, _) = await admin.PostAsync("/keys", "/keys/viewer/revoke");

        Assert.AreEqual((303, "/jobqueue/keys", 404), (page.Status, location, gone.Status));
        Assert.AreEqual(401, (await viewer.GetAsync("/jobs")).Status);
    }

    [TestMethod]
    // Name, role, status, what is said
    [DataRow("two words", "viewer", 400, "letters, digits")]
    [DataRow("", "viewer", 400, "letters, digits")]
    [DataRow("<img src=x>", "viewer", 400, "letters, digits")]
    [DataRow("robot", "king", 400, "expected one of viewer, operator, admin")]
    [DataRow("admin", "viewer", 409, "There is a key \"admin\" already")]
    public async Task Post_FaultyKey_SaysSo(string name, string role, int status, string expected)
    {
        await using var host = await HostApp.StartAsync();
        using var admin = new Browser(host.App, host.Key("admin"));

        var (page, _) = await admin.PostAsync("/keys", "/keys", ("name", name), ("role", role));

        Assert.AreEqual((status, name, 1), (page.Status, page.Value("name"), page.All("img").Count));
        StringAssert.Contains(page.Text, expected);
    }

    [TestMethod]
    [DataRow("viewer")]
    [DataRow("operator")]
    public async Task Keys_NoAdmin_IsRefusedAndNotOffered(string role)
    {
        await using var host = await HostApp.StartAsync();
        using var browser = new Browser(host.App, host.Key(role));

        var shown = await browser.GetAsync("/keys");
        var made = await browser.PostWithoutTokenAsync("/keys", ("name", "robot"), ("role", "admin"));
        var overview = await browser.GetAsync("/about");

        Assert.AreEqual((403, 403, false), (shown.Status, made.Page.Status, overview.Links.Contains("/jobqueue/keys")));
    }

    [TestMethod]
    public async Task Post_WithoutToken_Is400()
    {
        await using var host = await HostApp.StartAsync();
        using var admin = new Browser(host.App, host.Key("admin"));

        var made = await admin.PostWithoutTokenAsync("/keys", ("name", "robot"), ("role", "admin"));
        var revoked = await admin.PostWithoutTokenAsync("/keys/viewer/revoke");

        Assert.AreEqual((400, 400), (made.Page.Status, revoked.Page.Status));
    }

    [TestMethod]
    public async Task Get_InAnApp_Is404()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());

        Assert.AreEqual(404, (int)(await app.Client.GetAsync("/jobqueue/keys")).StatusCode);
    }
}
