using System.Net;
using System.Net.Sockets;

namespace JobQueue.Reliability.Network;

/// <summary>A connection through the proxy: two sockets, and what goes from each to the other.</summary>
internal sealed class ProxiedConnection(TcpProxy proxy, Socket client) : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    // How long the server has to answer a commit whose client is gone.
    private static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(10);

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CommitScanner _scanner = new();
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isCut;

    /// <summary>Ends when both sides are closed.</summary>
    internal async Task ServeAsync(int target)
    {
        try
        {
            (client.NoDelay, _server.NoDelay) = (true, true);
            await proxy.PassAsync();
            await _server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, target));
            var (asking, answering) = (AskAsync(), AnswerAsync());
            await Task.WhenAny(asking, answering);
            Close();
            await Task.WhenAll(asking, answering);
        }
        catch (Exception e) when (IsEnd(e))
        {
        }
    }

    /// <summary>Ends both sides so that the other end sees an error, whatever is on its way.</summary>
    public void Dispose()
    {
        Reset(client);
        Reset(_server);
    }

    // Client to server.
    private async Task AskAsync()
    {
        var buffer = new byte[BufferBytes];
        while (await ReceiveAsync(client, buffer) is > 0 and var count)
        {
            await proxy.PassAsync();
            if (_scanner.EndOfCommit(buffer.AsSpan(0, count)) is { } end && proxy.TakeCommit() is { } how)
            {
                await CutAsync(how, buffer.AsMemory(0, end));
                return;
            }

            if (!await SendAsync(_server, buffer.AsMemory(0, count)))
                return;
        }
    }

    private async Task CutAsync(CommitCut how, ReadOnlyMemory<byte> commit)
    {
        _isCut = true;
        await SendAsync(_server, commit);
        if (how == CommitCut.Reset)
            Reset(client);
        await Task.WhenAny(_answered.Task, Task.Delay(LongestCommit));
        var nowhere = new byte[BufferBytes];
        while (await ReceiveAsync(client, nowhere) > 0)
        {
        }
    }

    // Server to client. Of a connection that was cut the answers go nowhere.
    private async Task AnswerAsync()
    {
        var buffer = new byte[BufferBytes];
        while (await ReceiveAsync(_server, buffer) is > 0 and var count)
        {
            await proxy.PassAsync();
            if (_isCut)
                _answered.TrySetResult();
            else if (!await SendAsync(client, buffer.AsMemory(0, count)))
                return;
        }

        _answered.TrySetResult();
    }

    // In order: what was sent before arrives.
    private void Close()
    {
        client.Dispose();
        _server.Dispose();
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (IsEnd(e))
        {
        }

        socket.Dispose();
    }

    // 0: the end, in whatever way.
    private static async Task<int> ReceiveAsync(Socket socket, byte[] buffer)
    {
        try
        {
            return await socket.ReceiveAsync(buffer);
        }
        catch (Exception e) when (IsEnd(e))
        {
            return 0;
        }
    }

    private static async Task<bool> SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[await socket.SendAsync(bytes)..];
            return true;
        }
        catch (Exception e) when (IsEnd(e))
        {
            return false;
        }
    }

    private static bool IsEnd(Exception e) => e is SocketException or ObjectDisposedException;
}
