using System.Globalization;
using System.Net;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class FreeUrlTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    // Ways to write 127.0.0.1, other addresses of this machine, and names of it.
    private static readonly string[] Hosts =
    [
        "127.0.0.1", "127.1", "127.0.1", "127.000.000.001", "0177.0.0.1", "0177.1", "0x7f.0.0.1", "0x7f.1", "0x7F000001", "2130706433", "017700000001",
        "00000000177.0.0.1", "0x000000007f.0.0.1", "127.0.0.1.", "127.0.0.2", "127.255.255.254", "0.0.0.0", "0", "0x0", "00", "127.0.0.1%00", "127.0.0.1%20",
        "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "[::1]", "[0:0:0:0:0:0:0:1]", "[::0001]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]",
        "[::127.0.0.1]", "[::]", "[::ffff:0.0.0.0]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2002:7f00:1::1]", "[::1%25lo]",
        "localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "a.localhost", "rebound.example", "several.example", "mapped.example",
        "xn--lcalhost-n4a", "loc%61lhost", "ⓛocalhost", "１２７.0.0.1", "127。0。0。1", "127｡0｡0｡1", "①②⑦.0.0.1",
        "127.0.0.1%5C", "127.0.0.1%09", "127.0.0.1%0d%0a", "example.com%00.127.0.0.1", "127.0.0.1%23.example.com", "127.0.0.1%2f.example.com",
    ];

    // Ways to put a host and the listener's port into a URL.
    private static readonly string[] Forms =
    [
        "http://{0}:{1}/", "HTTP://{0}:{1}/x?y", "http://{0}:{1}", "https://{0}:{1}/", "http://user@{0}:{1}/", "http://example.com@{0}:{1}/",
        "http://example.com:80@{0}:{1}/", "http://example.com%40{0}:{1}/", "http://{0}:{1}\\@example.com/", "http:\\\\{0}:{1}\\", "http:/{0}:{1}/",
        "http:{0}:{1}/", "http:///{0}:{1}/", "http://{0}:{1}#@example.com/", "http://{0}:0{1}/", "//{0}:{1}/", "file://{0}:{1}/", "gopher://{0}:{1}/_GET",
        "ftp://{0}:{1}/", "dict://{0}:{1}/", "ws://{0}:{1}/", "javascript://{0}:{1}/", " http://{0}:{1}/", "http://{0}:{1}/../@example.com",
    ];

    [TestMethod]
    public async Task Send_JobOfTheApi_ReachesNothingOnThisMachineInAnyForm()
    {
        using var server = RawServer.Start(Ok);
        using var sender = Sender();
        var urls = Hosts.SelectMany(host => Forms.Select(form => string.Format(CultureInfo.InvariantCulture, form, host, server.Port))).ToList();

        var sent = await Task.WhenAll(urls.Select(url => SendAsync(sender, url)));

        Assert.IsGreaterThanOrEqualTo(1000, sent.Length);
        Assert.AreEqual("", string.Join(' ', sent.Where(one => one.Result.End != AttemptEnd.NoResponse).Select(one => one.Url)));
        Assert.AreEqual(0, server.Connections);
    }

    [TestMethod]
    // Name, the first of its addresses that is refused
    [DataRow("rebound.example", "127.0.0.1 is no public address (loopback), and no job of the API may reach it")]
    [DataRow("several.example", "10.0.0.1 is no public address (private), and no job of the API may reach it")]
    [DataRow("mapped.example", "::ffff:127.0.0.1")]
    public async Task Send_NameOfPrivateAddresses_IsRefusedForEach(string name, string expected)
    {
        using var server = RawServer.Start(Ok);
        using var sender = Sender();

        var (_, result) = await SendAsync(sender, $"http://{name}:{server.Port}/");

        StringAssert.Contains(result.Error, expected.Split("::ffff:")[^1]);
        Assert.AreEqual(0, server.Connections);
    }

    [TestMethod]
    public async Task Send_ConnectionOfTheCrontab_IsNotUsedForAJobOfTheApi()
    {
        using var server = RawServer.Start(Ok);
        using var sender = Sender();

        var ofCrontab = await sender.SendAsync(Attempts.Of(server.Address), CancellationToken.None);
        var ofApi = await sender.SendAsync(Attempts.Of(server.Address) with { IsConfined = true }, CancellationToken.None);

        Assert.AreEqual((200, 0, 1), (ofCrontab.Status, ofApi.Status, server.Connections));
    }

    [TestMethod]
    public async Task Send_JobOfTheApiToAConfiguredTarget_ReachesThisMachine()
    {
        using var server = RawServer.Start(Ok);
        using var sender = Attempts.SenderTo(new Target { Name = "billing", BaseUrl = new Uri(server.Address) });

        var result = await sender.SendAsync(Attempts.Of("/a") with { IsConfined = true, Target = "billing" }, CancellationToken.None);

        Assert.AreEqual(200, result.Status);
    }

    [TestMethod]
    public async Task Send_OwnPortOfAConfiguredTarget_IsRefused()
    {
        using var server = RawServer.Start(Ok);
        var port = server.Port;
        using var sender = new HttpSender(
            () => [port], TimeProvider.System, new SendingOptions { Targets = new Targets([new Target { Name = "self", BaseUrl = new Uri(server.Address) }]) });

        var result = await sender.SendAsync(Attempts.Of("/a") with { Target = "self" }, CancellationToken.None);

        StringAssert.Contains(result.Error, "this process's own");
    }

    private static HttpSender Sender() => new(() => [], TimeProvider.System, new SendingOptions { AllowsFreeUrls = true, Resolve = ResolveAsync });

    private static async Task<(string Url, AttemptResult Result)> SendAsync(HttpSender sender, string url)
    {
        var isPath = url.StartsWith('/');
        var attempt = Attempts.Of(isPath ? "/" : url) with { IsConfined = true, Target = isPath ? url : null };
        return (url, await sender.SendAsync(attempt, CancellationToken.None).WaitAsync(RawServer.Limit));
    }

    // No name is looked up outside: what is not known here does not exist.
    private static Task<IPAddress[]> ResolveAsync(string name, CancellationToken cancel) => name.TrimEnd('.') switch
    {
        "rebound.example" => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
        "several.example" => Task.FromResult<IPAddress[]>([IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Parse("10.0.0.1")]),
        "mapped.example" => Task.FromResult<IPAddress[]>([IPAddress.Loopback.MapToIPv6()]),
        var local when local.Contains("localhost", StringComparison.OrdinalIgnoreCase) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]),
        _ => Task.FromException<IPAddress[]>(new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.HostNotFound)),
    };
}
