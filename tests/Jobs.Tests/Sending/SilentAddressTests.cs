using System.Net;
using System.Net.Sockets;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

/// <summary>Names of several addresses, of which some do not answer.</summary>
[TestClass]
public sealed class SilentAddressTests
{
    private static readonly IPAddress Silent = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress AlsoSilent = IPAddress.Parse("127.0.0.3");

    [TestMethod]
    public async Task Send_FirstAddressesAreSilent_GoesToTheNextOneInTime()
    {
        using var server = RawServer.Start("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var first = new Listener(Silent, server.Port);
        using var second = new Listener(AlsoSilent, server.Port);
        var time = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        using var sender = new HttpSender(
            () => [], time, new SendingOptions { Resolve = (_, _) => Task.FromResult<IPAddress[]>([Silent, AlsoSilent, IPAddress.Loopback]) });

        var sending = sender.SendAsync(Attempts.Of($"http://three.example:{server.Port}/"), CancellationToken.None);
        await time.WaitForTimerAsync(DateTimeOffset.UnixEpoch.AddSeconds(5), RawServer.Limit);
        time.Advance(TimeSpan.FromSeconds(5));
        await time.WaitForTimerAsync(DateTimeOffset.UnixEpoch.AddSeconds(10), RawServer.Limit);
        time.Advance(TimeSpan.FromSeconds(5));
        var result = await sending.WaitAsync(RawServer.Limit);

        Assert.AreEqual((200, null), (result.Status, result.Error));
    }

    /// <summary>Its backlog is full: whoever else connects is not answered.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly Socket _listening = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly Socket _waiting = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        internal Listener(IPAddress address, int port)
        {
            _listening.Bind(new IPEndPoint(address, port));
            _listening.Listen(0);
            _waiting.Connect(address, port);
        }

        public void Dispose()
        {
            _waiting.Dispose();
            _listening.Dispose();
        }
    }
}
