using System.Net;
using System.Net.Sockets;

namespace JobQueue.Reliability.Network;

/// <summary>A port on loopback that leads to PostgreSQL's, and fails as a network does.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly int _target;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly HashSet<ProxiedConnection> _connections = [];
    private readonly Lock _gate = new();
    private readonly Task _accepting;
    private TaskCompletionSource? _stalled;
    private bool _refuses;
    private CommitCut? _cut;
    private int _cutIn;
    private int _commits;
    private int _cuts;

    /// <param name="target">The port that it leads to.</param>
    internal TcpProxy(int target)
    {
        _target = target;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Connections that are open now.</summary>
    internal int Connections
    {
        get
        {
            lock (_gate)
                return _connections.Count;
        }
    }

    /// <summary>Commits that passed since it began.</summary>
    internal int Commits => Volatile.Read(ref _commits);

    /// <summary>Connections that were cut at a commit.</summary>
    internal int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Resets all connections, on both sides.</summary>
    internal void CutAll()
    {
        foreach (var connection in Open())
            connection.Dispose();
    }

    /// <summary>Resets new connections at once, until <see cref="Admit"/>.</summary>
    internal void Refuse() => Volatile.Write(ref _refuses, true);

    internal void Admit() => Volatile.Write(ref _refuses, false);

    /// <summary>Holds back all bytes, of new connections too, until <see cref="Go"/>; then they arrive.</summary>
    internal void Stall() => Interlocked.CompareExchange(
        ref _stalled, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);

    internal void Go() => Interlocked.Exchange(ref _stalled, null)?.SetResult();

    /// <summary>Of the commits from now on this one, counted from 1, is forwarded, and its connection cut before the answer.</summary>
    internal void CutAtCommit(CommitCut how, int number = 1)
    {
        lock (_gate)
            (_cut, _cutIn) = (how, number);
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        Go();
        CutAll();
        await _accepting;
    }

    /// <summary>Ends when bytes may pass.</summary>
    internal Task PassAsync() => Volatile.Read(ref _stalled)?.Task ?? Task.CompletedTask;

    /// <summary>Whether the connection that sent this commit is to be cut, and how.</summary>
    internal CommitCut? TakeCommit()
    {
        lock (_gate)
        {
            _commits++;
            if (_cut is not { } how || --_cutIn > 0)
                return null;
            _cut = null;
            _cuts++;
            return how;
        }
    }

    private List<ProxiedConnection> Open()
    {
        lock (_gate)
            return [.. _connections];
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var connection = new ProxiedConnection(this, client);
        lock (_gate)
            _connections.Add(connection);
        if (Volatile.Read(ref _refuses))
            connection.Dispose();
        else
            await connection.ServeAsync(_target);
        lock (_gate)
            _connections.Remove(connection);
    }
}
