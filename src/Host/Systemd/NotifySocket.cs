using System.Net.Sockets;
using System.Text;

namespace JobQueue.Host.Systemd;

/// <summary>Where the service manager hears of the service: sd_notify(3), a datagram a message.</summary>
internal sealed class NotifySocket
{
    private const string Variable = "NOTIFY_SOCKET";

    private readonly UnixDomainSocketEndPoint _address;

    private NotifySocket(string name) =>
        // unix(7): a name in no folder begins with a zero byte, which a variable of the environment cannot have.
        _address = new UnixDomainSocketEndPoint(name[0] == '@' ? "\0" + name[1..] : name);

    /// <summary>The one of this process; null where nobody wants to hear.</summary>
    internal static NotifySocket? Find() =>
        Environment.GetEnvironmentVariable(Variable) is ['@' or '/', _, ..] name && !OperatingSystem.IsWindows()
            ? new NotifySocket(name)
            : null;

    /// <exception cref="SocketException">Nobody listens there.</exception>
    internal async Task SendAsync(params string[] assignments)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        await socket.SendToAsync(Encoding.UTF8.GetBytes(string.Join('\n', assignments)), _address);
    }
}
