using System.Net;
using System.Net.Http.Headers;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>Keys, by the built command.</summary>
[TestClass]
public sealed class KeyTests
{
    private const string NoJobs = "# no recurring jobs\n";

    [TestMethod]
    // Address, variable, its value, what is said
    [DataRow("http://0.0.0.0:0", "JobQueue__X", "", "jobqueue key add NAME --role admin")]
    [DataRow("http://[::]:0", "JobQueue__X", "", "jobqueue key add NAME --role admin")]
    [DataRow("http://*:0", "JobQueue__X", "", "jobqueue key add NAME --role admin")]
    [DataRow("http://127.0.0.1:0;http://0.0.0.0:0", "JobQueue__X", "", "jobqueue key add NAME --role admin")]
    [DataRow("http://127.0.0.1:0", "Kestrel__Endpoints__Open__Url", "http://0.0.0.0:0", "jobqueue key add NAME --role admin")]
    [DataRow("http://0.0.0.0:0", "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true", "jobqueue key add NAME --role admin")]
    [DataRow("http://127.0.0.1:0", "JobQueue__Keys__ci__Role", "root", "JobQueue:Keys:ci:Role: found \"root\"")]
    public async Task Serve_WithADoorOpen_DoesNotStart(string urls, string variable, string value, string expected)
    {
        using var folder = new TempFolder();

        var result = await JobQueueProcess.RunAsync(["--urls", urls], [(variable, value)], folder.Path);

        Assert.AreEqual(78, result.ExitCode);
        Assert.Contains(expected, result.Error);
    }

    [TestMethod]
    public async Task Serve_OnEveryAddressWithAKey_AsksForIt()
    {
        await using var host = new HostUnderTest();
        host.Save(NoJobs);
        var key = (await JobQueueProcess.RunAsync(["key", "add", "anna", "--role", "admin"], folder: host.Folder)).Output.Trim();
        await host.StartAsync([("Kestrel__Endpoints__Open__Url", "http://0.0.0.0:0")]);
        var port = new Uri(host.Url.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)).Port;

        var here = await StatusAsync($"http://127.0.0.1:{port}/api/jobs", null);
        var echo = await StatusAsync($"http://{OtherAddress()}:{port}/echo", key);
        var there = await StatusAsync($"http://{OtherAddress()}:{port}/api/jobs", null);
        var known = await StatusAsync($"http://{OtherAddress()}:{port}/api/jobs", key);
        var health = await StatusAsync($"http://{OtherAddress()}:{port}/healthz", null);

        Assert.AreEqual((401, 403, 401, 200, 200), (here, echo, there, known, health));
    }

    [TestMethod]
    public async Task Key_WhileAServerHasTheLedger_SaysHow()
    {
        await using var host = await HostUnderTest.StartAsync(NoJobs);

        var refused = await JobQueueProcess.RunAsync(["key", "add", "anna", "--role", "admin"], folder: host.Folder);
        var added = await JobQueueProcess.RunAsync(["key", "add", "anna", "--role", "admin", "--server", host.Url], folder: host.Folder);
        var without = await JobQueueProcess.RunAsync(["list"], [("JOBQUEUE_SERVER", host.Url)]);
        var with = await JobQueueProcess.RunAsync(["list"], [("JOBQUEUE_SERVER", host.Url), ("JOBQUEUE_KEY", added.Output.Trim())]);

        Assert.AreEqual(1, refused.ExitCode);
        Assert.Contains("add --server URL", refused.Error);
        Assert.AreEqual((0, 1, 0), (added.ExitCode, without.ExitCode, with.ExitCode));
        Assert.Contains("pass a key with --key or JOBQUEUE_KEY", without.Error);
    }

    [TestMethod]
    public async Task Key_WhileNodesRunOnPostgres_IsThatOfTheLedger()
    {
        await using var host = new HostUnderTest { Database = await SharedPostgres.NewDatabaseAsync() };
        host.Save(NoJobs);
        await host.StartAsync();
        var open = await StatusAsync(host.Url + "/api/jobs", null);

        var added = await JobQueueProcess.RunAsync(["key", "add", "anna", "--role", "admin", "--store", host.StoreOption]);
        var listed = await JobQueueProcess.RunAsync(["key", "list"], [("JobQueue__Store", host.StoreOption)]);
        var with = await StatusAsync(host.Url + "/api/jobs", added.Output.Trim());
        var without = await StatusAsync(host.Url + "/api/jobs", null);
        var revoked = await JobQueueProcess.RunAsync(["key", "revoke", "anna", "--store", host.StoreOption]);
        await Until.TrueAsync("the revoked key shut out", async () => await StatusAsync(host.Url + "/api/jobs", added.Output.Trim()) == 401);

        Assert.AreEqual((0, 0, 0), (added.ExitCode, listed.ExitCode, revoked.ExitCode));
        Assert.Contains("anna  admin", listed.Output);
        Assert.AreEqual((200, 200, 401), (open, with, without));
    }

    [TestMethod]
    public async Task Restart_WithASession_KeepsIt()
    {
        await using var host = new HostUnderTest();
        host.Save(NoJobs);
        var key = (await JobQueueProcess.RunAsync(["key", "add", "anna", "--role", "admin"], folder: host.Folder)).Output.Trim();
        await host.StartAsync();
        using var began = await SendAsync(new HttpRequestMessage(HttpMethod.Post, host.Url + "/api/session") { Content = new FormUrlEncodedContent([new("key", key)]) });
        var cookie = began.Headers.GetValues("Set-Cookie").Single().Split(';')[0];

        await host.StopAsync();
        await host.StartAsync();
        using var again = new HttpRequestMessage(HttpMethod.Get, host.Url + "/api/jobs");
        again.Headers.Add("Cookie", cookie);
        using var answer = await SendAsync(again);

        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string OtherAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(card => card.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .First(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address))
        .ToString();

    private static async Task<int> StatusAsync(string url, string? key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        using var answer = await SendAsync(request);
        return (int)answer.StatusCode;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => HostUnderTest.SendAsync(request);
}
