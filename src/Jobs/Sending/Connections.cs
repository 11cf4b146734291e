namespace JobQueue.Jobs.Sending;

/// <summary>A client, and so many requests at the same time to each server. The next one waits for its turn.</summary>
/// <param name="client">Which sends.</param>
/// <param name="most">How many, 1 or more.</param>
internal sealed class Connections(HttpMessageInvoker client, int most) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Server> _servers = new(StringComparer.OrdinalIgnoreCase);

    internal HttpMessageInvoker Client => client;

    /// <summary>Waits for its turn at a server; null when it was withdrawn, or given up, before it came.</summary>
    /// <param name="uri">Where to.</param>
    /// <param name="withdrawn">Fires when it is not to be sent now.</param>
    /// <param name="abort">Fires when it is given up.</param>
    internal async Task<Turn?> TakeAsync(Uri uri, CancellationToken withdrawn, CancellationToken abort)
    {
        var name = uri.GetLeftPart(UriPartial.Authority);
        var free = Enter(name);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(withdrawn, abort);
        try
        {
            await free.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            Leave(name);
            return null;
        }

        var turn = new Turn(this, name, free);
        // Its turn may have come first, and this only now.
        if (!either.IsCancellationRequested)
            return turn;
        turn.Dispose();
        return null;
    }

    public void Dispose() => client.Dispose();

    private SemaphoreSlim Enter(string name)
    {
        lock (_gate)
        {
            if (!_servers.TryGetValue(name, out var server))
                _servers[name] = server = new Server(new SemaphoreSlim(most));
            server.Users++;
            return server.Free;
        }
    }

    private void Leave(string name)
    {
        lock (_gate)
        {
            if (--_servers[name].Users == 0)
                _servers.Remove(name);
        }
    }

    /// <summary>A request may be sent, until this is disposed of.</summary>
    internal sealed class Turn(Connections connections, string name, SemaphoreSlim free) : IDisposable
    {
        public void Dispose()
        {
            free.Release();
            connections.Leave(name);
        }
    }

    private sealed class Server(SemaphoreSlim free)
    {
        internal SemaphoreSlim Free => free;

        internal int Users { get; set; }
    }
}
