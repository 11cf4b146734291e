using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace JobQueue.Benchmarks.Post;

/// <summary>
/// One HTTP/1.1 connection that is kept alive, one request at a time. A socket and no more: the client shares the machine with the server that
/// is measured.
/// </summary>
internal sealed class Connection : IDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();
    private static readonly byte[] EndOfChunks = "\r\n0\r\n\r\n"u8.ToArray();

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 * 1024];

    internal async Task OpenAsync(Uri server) => await _socket.ConnectAsync(IPAddress.Parse(server.Host), server.Port);

    /// <summary>The status, and the last part of the field Location; null for none.</summary>
    internal async Task<(int Status, string? Id)> SendAsync(ReadOnlyMemory<byte> request)
    {
        await _socket.SendAsync(request);
        var read = 0;
        while (!IsWhole(_buffer.AsSpan(0, read)))
        {
            var count = await _socket.ReceiveAsync(_buffer.AsMemory(read));
            if (count == 0)
                throw new InvalidOperationException($"the server ended the connection: {Encoding.UTF8.GetString(_buffer, 0, read)}");
            read += count;
        }

        return (Number(_buffer.AsSpan("HTTP/1.1 ".Length, 3)), Location(_buffer.AsSpan(0, read)));
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> response)
    {
        var head = response.IndexOf(EndOfHead);
        if (head < 0)
            return false;
        var length = Field(response[..head], "\r\nContent-Length: "u8);
        return length.IsEmpty ? response.EndsWith(EndOfChunks) : response.Length == head + EndOfHead.Length + Number(length);
    }

    private static string? Location(ReadOnlySpan<byte> response)
    {
        var location = Field(response[..response.IndexOf(EndOfHead)], "\r\nLocation: "u8);
        return location.IsEmpty ? null : Encoding.ASCII.GetString(location[(location.LastIndexOf((byte)'/') + 1)..]);
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        var at = head.IndexOf(name);
        if (at < 0)
            return default;
        var value = head[(at + name.Length)..];
        var end = value.IndexOf((byte)'\r');
        return end < 0 ? value : value[..end];
    }

    private static int Number(ReadOnlySpan<byte> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
}
