using System.Text;
using JobQueue.Api.Tests.Keys;

namespace JobQueue.Api.Tests.Feeds;

/// <summary>Programs that know passwords only come in to feeds, and nowhere else.</summary>
[TestClass]
public sealed class FeedDoorTests
{
    private static HostApp? _host;

    [ClassInitialize]
    public static async Task StartAsync(TestContext _) => _host = await HostApp.StartAsync(settings: ("JobQueue:RateLimit", "10000/s"));

    [ClassCleanup]
    public static async Task StopAsync() => await _host!.DisposeAsync();

    [TestMethod]
    // method, path, name of the key, status
    [DataRow("GET", "/api/calendar.ics", "viewer", 200)]
    [DataRow("GET", "/api/failures.atom", "viewer", 200)]
    [DataRow("GET", "/api/jobs/nobody/latest", "viewer", 404)]
    [DataRow("GET", "/api/calendar.ics", "revoked", 401)]
    [DataRow("GET", "/api/calendar.ics", "garbage", 401)]
    [DataRow("GET", "/api/jobs", "viewer", 401)]
    [DataRow("GET", "/api/runs", "admin", 401)]
    [DataRow("GET", "/api/keys", "admin", 401)]
    [DataRow("POST", "/api/jobs/nobody/run", "admin", 401)]
    public async Task Basic_KeyAsPassword_OpensFeedsOnly(string method, string path, string key, int expected)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{_host!.Key(key)}"));

        Assert.AreEqual(expected, await _host.StatusAsync("none", method, path, null, ("Authorization", $"Basic {credentials}")));
    }

    [TestMethod]
    public async Task Basic_NoKey_Is401()
    {
        await using var host = await HostApp.StartAsync();
        string[] authorizations = ["Basic", "Basic ", "Basic ####", "Basic YWxpY2U=", "Basic YTpi", "Basic /////w==", "Digest YTpi"];

        var statuses = await Task.WhenAll(authorizations.Select(authorization =>
            host.StatusAsync("none", "GET", "/api/calendar.ics", null, ("Authorization", authorization))));

        CollectionAssert.AreEqual(Enumerable.Repeat(401, authorizations.Length).ToArray(), statuses);
    }

    [TestMethod]
    [DataRow("/api/calendar.ics", "Bearer, Basic realm=\"JobQueue\", charset=\"UTF-8\"")]
    [DataRow("/api/jobs", "Bearer")]
    public async Task Stranger_IsAskedForAPasswordAtFeedsOnly(string path, string expected)
    {
        using var answer = await _host!.SendAsync("none", "GET", path);

        Assert.AreEqual(401, (int)answer.StatusCode);
        Assert.AreEqual(expected, string.Join(", ", answer.Headers.WwwAuthenticate));
    }

    [TestMethod]
    public async Task Bearer_OpensFeedsAsEver() => Assert.AreEqual(200, await _host!.StatusAsync("viewer", "GET", "/api/failures.atom"));
}
