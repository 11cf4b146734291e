using System.Net;
using System.Text.Json;
using JobQueue.Api.Hosting;
using JobQueue.Api.Keys;
using JobQueue.Api.Tests.Keys;
using JobQueue.Jobs.Keys;

namespace JobQueue.Api.Tests.Hosting;

[TestClass]
public sealed class HostDoorTests
{
    [TestMethod]
    // Header that a proxy adds, status of a read
    [DataRow("X-Other", "1", 200)]
    [DataRow("X-Forwarded-For", "127.0.0.1", 403)]
    [DataRow("X-Forwarded-For", "192.0.2.1", 403)]
    [DataRow("Forwarded", "for=127.0.0.1", 403)]
    [DataRow("X-Real-IP", "::1", 403)]
    [DataRow("X-Original-For", "127.0.0.1", 403)]
    [DataRow("Host", "localhost", 200)]
    [DataRow("Host", "evil.example", 403)]
    public async Task Get_WithoutAnyKey_IsForThisMachine(string header, string value, int expected)
    {
        await using var host = await HostApp.StartOpenAsync();

        var status = await host.StatusAsync("none", "GET", "/api/jobs", headers: (header, value));

        Assert.AreEqual(expected, status);
    }

    [TestMethod]
    public async Task PostKeys_TheFirst_ClosesTheDoorAtOnce()
    {
        await using var host = await HostApp.StartOpenAsync();

        using var added = await host.SendAsync("none", "POST", "/api/keys", new { name = "anna", role = "admin" });
        var key = (await added.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
        using var refused = await host.SendAsync("none", "GET", "/api/jobs");
        var known = await host.StatusAsync("none", "GET", "/api/jobs", null, ("Authorization", $"bearer {key}"));
        var revoked = await host.StatusAsync("none", "DELETE", "/api/keys/anna", null, ("Authorization", $"Bearer {key}"));
        var after = await host.StatusAsync("none", "GET", "/api/jobs", null, ("Authorization", $"Bearer {key}"));
        var without = await host.StatusAsync("none", "GET", "/api/jobs");

        Assert.AreEqual((HttpStatusCode.Created, HttpStatusCode.Unauthorized, "Bearer"), (added.StatusCode, refused.StatusCode, refused.Headers.WwwAuthenticate.ToString()));
        Assert.AreEqual("urn:jobqueue:key", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
        Assert.AreEqual((200, 204, 401, 401), (known, revoked, after, without));
    }

    [TestMethod]
    public async Task AreStillOpen_KeyThatIsRevoked_IsNot()
    {
        await using var host = await HostApp.StartAsync(app => app.MapGet("/jobqueue/still", AreStillOpenAsync));

        var before = (await StillAsync(host, "viewer"), await StillAsync(host, "admin"), await StillAsync(host, "none"));
        await host.Keyring.RevokeAsync("viewer", who: null);
        var after = (await StillAsync(host, "viewer"), await StillAsync(host, "admin"));

        Assert.AreEqual(("true", "true", "false"), before);
        Assert.AreEqual(("false", "true"), after);
    }

    [TestMethod]
    public async Task AreStillOpen_WithoutAnyKey_UntilThereIsOne()
    {
        await using var host = await HostApp.StartOpenAsync(app => app.MapGet("/jobqueue/still", AreStillOpenAsync));

        var before = await StillAsync(host, "none");
        await host.Keyring.AddAsync("anna", Role.Viewer, who: null);

        Assert.AreEqual(("true", "false"), (before, await StillAsync(host, "none")));
    }

    private static async Task<string> AreStillOpenAsync(HttpContext context, Doors doors) =>
        await doors.AreStillOpenAsync(context) ? "true" : "false";

    private static async Task<string> StillAsync(HostApp host, string key)
    {
        using var answer = await host.SendAsync(key, "GET", "/still");
        return await answer.Content.ReadAsStringAsync();
    }

    [TestMethod]
    // Body, status
    [DataRow("""{"name":"berta","role":"viewer"}""", 201)]
    [DataRow("""{"name":"viewer","role":"viewer"}""", 409)]
    [DataRow("""{"name":"local","role":"viewer"}""", 400)]
    [DataRow("""{"name":"a\nb","role":"viewer"}""", 400)]
    [DataRow("""{"name":"berta","role":"root"}""", 400)]
    [DataRow("""{"name":"berta","role":2}""", 400)]
    [DataRow("""{"name":"berta"}""", 400)]
    [DataRow("""{"name":"berta","role":"viewer","hash":"x"}""", 400)]
    [DataRow("""["berta"]""", 400)]
    [DataRow("", 400)]
    public async Task PostKeys_Body_IsTakenOrRefused(string body, int expected)
    {
        await using var host = await HostApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/jobqueue/api/keys") { Content = new StringContent(body) };
        request.Headers.Authorization = new("Bearer", host.Key("admin"));

        using var answer = await host.App.Client.SendAsync(request);

        Assert.AreEqual(expected, (int)answer.StatusCode);
    }

    [TestMethod]
    public async Task PostKeys_First_IsAnAdmins()
    {
        await using var host = await HostApp.StartOpenAsync();

        using var refused = await host.SendAsync("none", "POST", "/api/keys", new { name = "anna", role = "operator" });
        var still = await host.StatusAsync("none", "GET", "/api/keys");
        var made = await host.StatusAsync("none", "POST", "/api/keys", new { name = "anna", role = "admin" });

        Assert.AreEqual((409, 200, 201), ((int)refused.StatusCode, still, made));
        Assert.Contains("The first key is to be an admin's", await refused.Content.ReadAsStringAsync());
    }

    [TestMethod]
    public async Task GetKeys_List_ShowsNoSecret()
    {
        await using var host = await HostApp.StartAsync();

        using var answer = await host.SendAsync("admin", "GET", "/api/keys");
        var text = await answer.Content.ReadAsStringAsync();

        var names = JsonDocument.Parse(text).RootElement.GetProperty("items").EnumerateArray().Select(key => key.GetProperty("name").GetString()).ToArray();
        CollectionAssert.AreEqual(new[] { "admin", "operator", "viewer" }, names);
        Assert.IsFalse(text.Contains(host.Key("viewer")[20..84], StringComparison.Ordinal) || text.Contains("hash", StringComparison.OrdinalIgnoreCase));
    }

    [TestMethod]
    public async Task Get_WithAConfiguredKey_ComesIn()
    {
        var key = ApiKey.New();
        await using var host = await HostApp.StartOpenAsync(
            null, ("JobQueue:Keys:ci:Hash", KeyHash.Of(key).ToString()), ("JobQueue:Keys:ci:Role", "admin"));

        var without = await host.StatusAsync("none", "GET", "/api/jobs");
        var with = await host.StatusAsync("none", "GET", "/api/jobs", null, ("Authorization", $"Bearer {key.Text}"));
        var revoked = await host.StatusAsync("none", "DELETE", "/api/keys/ci", null, ("Authorization", $"Bearer {key.Text}"));

        Assert.AreEqual((401, 200, 409), (without, with, revoked));
    }

    [TestMethod]
    public async Task Healthz_ToStrangers_IsAWordAlone()
    {
        await using var host = await HostApp.StartAsync();

        using var stranger = await host.SendAsync("none", "GET", "/healthz");
        using var ready = await host.SendAsync("garbage", "GET", "/readyz");
        using var known = await host.SendAsync("viewer", "GET", "/healthz");

        Assert.AreEqual("""{"status":"healthy"}""", await stranger.Content.ReadAsStringAsync());
        Assert.AreEqual("""{"status":"healthy"}""", await ready.Content.ReadAsStringAsync());
        Assert.AreEqual("""{"status":"healthy","problems":[],"warnings":[]}""", await known.Content.ReadAsStringAsync());
    }

    [TestMethod]
    // Authorization that is no key
    [DataRow("Basic YTpi")]
    [DataRow("Bearer")]
    [DataRow("Bearer ")]
    [DataRow("jq_")]
    [DataRow("Bearer null")]
    public async Task Get_OtherAuthorization_Is401(string authorization)
    {
        await using var host = await HostApp.StartAsync();

        Assert.AreEqual(401, await host.StatusAsync("none", "GET", "/api/jobs", null, ("Authorization", authorization)));
    }

    [TestMethod]
    public async Task Get_AboveTheRate_Is429WithTheTime()
    {
        await using var host = await HostApp.StartAsync(null, ("JobQueue:RateLimit", "1/d"));
        await host.StatusAsync("viewer", "GET", "/api/jobs");
        await host.StatusAsync("viewer", "GET", "/api/jobs");

        using var third = await host.SendAsync("viewer", "GET", "/api/jobs");
        var other = await host.StatusAsync("operator", "GET", "/api/jobs");

        Assert.AreEqual((HttpStatusCode.TooManyRequests, 200), (third.StatusCode, other));
        Assert.IsGreaterThan(TimeSpan.FromHours(23), third.Headers.RetryAfter!.Delta!.Value);
    }

    [TestMethod]
    public async Task Get_ManyWrongKeys_AreNotLookedAtAnyMore()
    {
        await using var host = await HostApp.StartAsync();

        var statuses = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => host.StatusAsync("unknown", "GET", "/api/jobs")));

        Assert.IsTrue(statuses.All(status => status is 401 or 429));
        Assert.Contains(429, statuses);
    }
}
