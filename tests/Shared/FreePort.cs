using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace JobQueue.Tests;

/// <summary>
/// Ports for what is started later, or again. None is of those that the system gives to connections and to who asks for any: until it is in
/// use one of these could become anybody's.
/// </summary>
internal static class FreePort
{
    private const int First = 16384;

    // Of Linux, by default (ip(7), ip_local_port_range).
    private const int FirstOfConnections = 32768;

    private static readonly ConcurrentDictionary<int, bool> Given = [];

    /// <summary>A port of loopback that nobody listens at; another each time.</summary>
    internal static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, FirstOfConnections);
            if (!Given.TryAdd(port, true))
                continue;
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // The next may be free.
            }
        }
    }
}
