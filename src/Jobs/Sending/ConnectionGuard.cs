using System.Net;
using System.Net.Sockets;

namespace JobQueue.Jobs.Sending;

/// <summary>Opens the connections of <see cref="HttpSender"/> and refuses addresses that no job may reach.</summary>
/// <param name="ownPorts">Ports this process listens on.</param>
/// <param name="isConfined">Whether only addresses of public servers may be reached.</param>
/// <param name="resolve">Looks names up.</param>
/// <param name="time">Clock of the limits on name look-ups and on each of several addresses.</param>
internal sealed class ConnectionGuard(
    Func<IReadOnlyCollection<int>> ownPorts, bool isConfined, Func<string, CancellationToken, Task<IPAddress[]>> resolve, TimeProvider time)
{
    internal static readonly TimeSpan NameLimit = TimeSpan.FromSeconds(5);

    /// <summary>The limit on a connection, the look-up of its name and TLS included.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan LeastShare = TimeSpan.FromSeconds(2);

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var begun = time.GetTimestamp();
        var addresses = await AddressesAsync(host, cancel);
        Exception? last = null;
        for (var i = 0; i < addresses.Length; i++)
        {
            // On the address itself: a name may mean another one the next time it is asked for.
            if (Refusal(addresses[i], port) is { } refusal)
            {
                last = new RefusedAddressException(refusal);
                continue;
            }

            try
            {
                return await OpenAsync(addresses[i], port, Share(Limit - time.GetElapsedTime(begun), addresses.Length - i), cancel);
            }
            catch (Exception exception) when (exception is SocketException or RefusedAddressException)
            {
                last = exception;
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

    // Of the addresses that are left, each gets the same, so that one that is silent leaves time for the others; the last one all there is.
    private static TimeSpan Share(TimeSpan left, int addresses) =>
        addresses == 1 ? Timeout.InfiniteTimeSpan : left / addresses is var share && share > LeastShare ? share : LeastShare;

    private async Task<Stream> OpenAsync(IPAddress address, int port, TimeSpan share, CancellationToken cancel)
    {
        using var overdue = new CancellationTokenSource(share, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, overdue.Token);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
            if (IsOwnListener(socket, port))
                throw new RefusedAddressException(OwnPort(port));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
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
