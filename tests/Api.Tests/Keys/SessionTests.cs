using System.Net;
using System.Text;
using JobQueue.Api.Keys;

namespace JobQueue.Api.Tests.Keys;

[TestClass]
public sealed class SessionTests
{
    [TestMethod]
    [DataRow("application/json", "{{\"key\":\"{0}\"}}")]
    [DataRow("application/x-www-form-urlencoded", "key={0}")]
    public async Task PostSession_WithAKey_OpensAsTheKeyDoes(string type, string body)
    {
        await using var host = await HostApp.StartAsync();
        using var content = new StringContent(string.Format(null, body, host.Key("operator")), Encoding.UTF8, type);

        using var began = await host.App.Client.PostAsync("/jobqueue/api/session", content);
        var read = await host.StatusAsync("none", "GET", "/api/jobs");
        var added = await host.StatusAsync("none", "POST", "/api/jobs", new { at = "now", request = new { uri = "/a" } });
        var keys = await host.StatusAsync("none", "GET", "/api/keys");

        Assert.AreEqual(HttpStatusCode.OK, began.StatusCode);
        var cookie = began.Headers.GetValues("Set-Cookie").Single();
        StringAssert.Matches(cookie, new("^jobqueue_session_[0-9a-f]{8}=[^;]+; path=/; samesite=strict; httponly$"));
        Assert.AreEqual((200, 201, 403), (read, added, keys));
    }

    [TestMethod]
    // Header, value, status of an unsafe call with the cookie
    [DataRow("Sec-Fetch-Site", "same-origin", 201)]
    [DataRow("Sec-Fetch-Site", "cross-site", 403)]
    [DataRow("Sec-Fetch-Site", "same-site", 403)]
    [DataRow("Origin", "https://evil.example", 403)]
    [DataRow("Origin", "null", 403)]
    [DataRow("Host", "evil.example", 403)]
    public async Task PostJobs_WithACookieFromElsewhere_IsRefused(string header, string value, int expected)
    {
        await using var host = await HostApp.StartAsync();
        await BeginAsync(host, "operator");

        var status = await host.StatusAsync("none", "POST", "/api/jobs", new { at = "now", request = new { uri = "/a" } }, (header, value));

        Assert.AreEqual(expected, status);
    }

    [TestMethod]
    public async Task Session_OfARevokedKey_EndsAtOnce()
    {
        await using var host = await HostApp.StartAsync();
        await BeginAsync(host, "viewer");
        var before = await host.StatusAsync("none", "GET", "/api/jobs");

        await host.Keyring.RevokeAsync("viewer", who: null);
        var after = await host.StatusAsync("none", "GET", "/api/jobs");

        Assert.AreEqual((200, 401), (before, after));
    }

    [TestMethod]
    public async Task Session_BesideThatOfAHostAtAnotherPort_Holds()
    {
        await using var one = await HostApp.StartAsync();
        await using var other = await HostApp.StartAsync();
        using var browser = new HttpClient();

        foreach (var host in new[] { one, other })
            (await browser.PostAsJsonAsync(new Uri(host.App.Client.BaseAddress!, "/jobqueue/api/session"), new { key = host.Key("viewer") }))
                .EnsureSuccessStatusCode();
        using var answer = await browser.GetAsync(new Uri(one.App.Client.BaseAddress!, "/jobqueue/api/jobs"));

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [TestMethod]
    public async Task DeleteSession_Cookie_IsGone()
    {
        await using var host = await HostApp.StartAsync();
        await BeginAsync(host, "viewer");

        var ended = await host.StatusAsync("none", "DELETE", "/api/session");
        var after = await host.StatusAsync("none", "GET", "/api/jobs");

        Assert.AreEqual((204, 401), (ended, after));
    }

    [TestMethod]
    // Body, type, status
    [DataRow("""{"key":"jq_no"}""", "application/json", 401)]
    [DataRow("""{"key":1}""", "application/json", 400)]
    [DataRow("""{}""", "application/json", 400)]
    [DataRow("""{"key":"a","b":1}""", "application/json", 400)]
    [DataRow("", "application/json", 400)]
    [DataRow("key=jq_no", "application/x-www-form-urlencoded", 401)]
    [DataRow("", "application/x-www-form-urlencoded", 400)]
    [DataRow("nothing", "multipart/form-data; boundary=x", 400)]
    public async Task PostSession_WithoutAGoodKey_BeginsNone(string body, string type, int expected)
    {
        await using var host = await HostApp.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        using var answer = await host.App.Client.PostAsync("/jobqueue/api/session", content);

        Assert.AreEqual((expected, false), ((int)answer.StatusCode, answer.Headers.Contains("Set-Cookie")));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("x")]
    [DataRow("CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Get_ForgedCookie_Is401(string cookie)
    {
        await using var host = await HostApp.StartAsync();

        Assert.AreEqual(401, await host.StatusAsync("none", "GET", "/api/jobs", null, ("Cookie", $"{host.App.App.Services.GetRequiredService<Sessions>().Cookie}={cookie}")));
    }

    private static async Task BeginAsync(HostApp host, string key)
    {
        using var began = await host.App.Client.PostAsJsonAsync("/jobqueue/api/session", new { key = host.Key(key) });
        began.EnsureSuccessStatusCode();
    }
}
