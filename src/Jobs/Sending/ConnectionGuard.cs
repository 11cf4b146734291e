using System.Net;
using System.Net.Sockets;

namespace JobQueue.Jobs.Sending;

/// <summary>Opens the connections of <see cref="HttpSender"/> and refuses addresses that no job may reach.</summary>
/// <param name="ownPorts">Ports this process listens on.</param>
/// <param name="isConfined">Whether only addresses of public servers may be reached.</param>
/// <param name="resolve">Looks names up.</param>
/// <param name="time">Clock of the limit on name look-ups.</param>
internal sealed class ConnectionGuard(
    Func<IReadOnlyCollection<int>> ownPorts, bool isConfined, Func<string, CancellationToken, Task<IPAddress[]>> resolve, TimeProvider time)
{
    internal static readonly TimeSpan NameLimit = TimeSpan.FromSeconds(5);

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        Exception? last = null;
        foreach (var address in await AddressesAsync(host, cancel))
        {
            // On the address itself: a name may mean another one the next time it is asked for.
            if (Refusal(address, port) is { } refusal)
            {
                last = new RefusedAddressException(refusal);
                continue;
            }

            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancel);
                if (IsOwnListener(socket, port))
                    throw new RefusedAddressException(OwnPort(port));
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception exception) when (exception is SocketException or RefusedAddressException)
            {
                socket.Dispose();
                last = exception;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Why an address may not be connected to; null if it may.</summary>
    internal string? Refusal(IPAddress address, int port)
    {
        // What an address embeds is where its packets end.
        for (var reached = address; reached is not null; reached = ReservedAddresses.EmbeddedIn(reached))
            if (RefusalOf(reached, port) is { } refusal)
                return refusal;
        return null;
    }

    private string? RefusalOf(IPAddress address, int port)
    {
        if (IsLinkLocal(address))
            return $"{address} is a link-local address, which no job may reach";
        if (isConfined && ReservedAddresses.KindOf(address) is { } kind)
            return $"{address} is no public address ({kind}), and no job of the API may reach it";
        var isHere = IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        return isHere && ownPorts().Contains(port) ? OwnPort(port) : null;
    }

    // RFC 3927 (169.254/16; cloud metadata lives there) and RFC 4291 2.5.6 (fe80::/10).
    private static bool IsLinkLocal(IPAddress address) =>
        address.IsIPv6LinkLocal || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);

    // A connection to one of the machine's own addresses begins at that address.
    private bool IsOwnListener(Socket socket, int port) =>
        ownPorts().Contains(port)
        && socket.LocalEndPoint is IPEndPoint local
        && socket.RemoteEndPoint is IPEndPoint remote
        && local.Address.Equals(remote.Address);

    private static string OwnPort(int port) => $"port {port} is this process's own; name the path alone to reach the app itself";

    private async Task<IPAddress[]> AddressesAsync(string host, CancellationToken cancel) =>
        IPAddress.TryParse(host, out var literal)
            ? [literal]
            : await resolve(host, cancel).WaitAsync(NameLimit, time, cancel);
}
