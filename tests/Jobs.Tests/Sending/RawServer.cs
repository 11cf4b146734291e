using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace JobQueue.Jobs.Tests.Sending;

/// <summary>A listener on loopback that reads a request and answers with whatever it is told, HTTP or not.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource<string> _request = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly bool _isRead;
    private int _connections;

    private RawServer(Func<Stream, CancellationToken, Task> answer, bool isParallel = false, bool isRead = true)
    {
        _isRead = isRead;
        _listener.Start();
        _ = ServeAsync(answer, isParallel);
    }

    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(60);

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"http://127.0.0.1:{Port}";

    /// <summary>Connections that were made, with a request or without.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>The first request's head and what came of its body with it.</summary>
    public Task<string> Request => _request.Task.WaitAsync(Limit);

    /// <summary>Ends when the client has closed a connection while it was being answered.</summary>
    public Task Closed => _closed.Task.WaitAsync(Limit);

    public static RawServer Start(Func<Stream, CancellationToken, Task> answer) => new(answer);

    /// <summary>Answers connections at the same time, instead of one after the other.</summary>
    public static RawServer StartParallel(Func<Stream, CancellationToken, Task> answer) => new(answer, isParallel: true);

    /// <summary>Leaves the request to who answers.</summary>
    public static RawServer StartUnread(Func<Stream, CancellationToken, Task> answer) => new(answer, isRead: false);

    public static RawServer Start(string answer) => new((stream, stop) => stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stop).AsTask());

    /// <summary>Answers with a beginning and then the same piece for ever.</summary>
    public static RawServer StartEndless(string beginning, byte[] piece) => new(async (stream, stop) =>
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(beginning), stop);
        while (!stop.IsCancellationRequested)
            await stream.WriteAsync(piece, stop);
    });

    /// <summary>Answers with text and then says nothing more, without closing.</summary>
    public static RawServer StartHanging(string beginning) => new(async (stream, stop) =>
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(beginning), stop);
        _ = await stream.ReadAsync(new byte[1], stop);
        throw new IOException("closed by the client");
    });

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<Stream, CancellationToken, Task> answer, bool isParallel)
    {
        var stop = _stop.Token;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(stop);
                Interlocked.Increment(ref _connections);
                var served = ServeOneAsync(client, answer, stop);
                if (!isParallel)
                    await served;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            _request.TrySetCanceled(CancellationToken.None);
        }
    }

    private async Task ServeOneAsync(TcpClient client, Func<Stream, CancellationToken, Task> answer, CancellationToken stop)
    {
        using (client)
        {
            try
            {
                if (_isRead)
                    await ReadAsync(client, stop);
                await answer(client.GetStream(), stop);
            }
            catch (Exception exception) when (exception is IOException or AuthenticationException)
            {
                _closed.TrySetResult();
            }
        }
    }

    private async Task ReadAsync(TcpClient client, CancellationToken stop)
    {
        var head = new byte[64 * 1024];
        var count = await client.GetStream().ReadAsync(head, stop);
        _request.TrySetResult(Encoding.UTF8.GetString(head, 0, count));
    }
}
