using System.Net.Sockets;
using System.Text;

namespace JobQueue.Host.Tests.Systemd;

/// <summary>What systemd is to a service: a datagram socket.</summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    /// <param name="name">As the service is told: a path, or <c>@name</c>.</param>
    internal ServiceManager(string name)
    {
        Name = name;
        _socket.Bind(new UnixDomainSocketEndPoint(name[0] == '@' ? "\0" + name[1..] : name));
    }

    internal string Name { get; }

    /// <summary>The next message.</summary>
    internal async Task<string> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(JobQueueProcess.Limit);
        var message = new byte[4096];
        return Encoding.UTF8.GetString(message, 0, await _socket.ReceiveAsync(message, limit.Token));
    }

    /// <summary>The next message that contains this; those before it are passed over.</summary>
    internal async Task<string> ReceiveAsync(string containing)
    {
        while (true)
        {
            if (await ReceiveAsync() is var message && message.Contains(containing, StringComparison.Ordinal))
                return message;
        }
    }

    public void Dispose() => _socket.Dispose();
}
