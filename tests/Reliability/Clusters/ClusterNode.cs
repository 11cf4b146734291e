using JobQueue.Reliability.Network;
using JobQueue.Tests;
using Npgsql;

namespace JobQueue.Reliability.Clusters;

/// <summary>A node: a process that is stopped, killed and started anew, and its own way to the database.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private readonly List<(DateTimeOffset From, DateTimeOffset? To)> _troubles = [];
    private readonly string[] _settings;
    private readonly Lock _gate = new();
    private CancellationTokenSource _reachable = new();

    /// <param name="number">From 0.</param>
    /// <param name="database">The connection string.</param>
    /// <param name="isBehindProxy">Whether what it says to the database goes through <see cref="Proxy"/>.</param>
    /// <param name="settings">Arguments of the command.</param>
    /// <param name="shared">The folder it works in; null: one of its own.</param>
    /// <param name="starter">What starts it; none: nothing.</param>
    internal ClusterNode(int number, string database, bool isBehindProxy, string[] settings, string? shared, string[] starter)
    {
        (Number, _settings) = (number, settings);
        var connection = new NpgsqlConnectionStringBuilder(database);
        Proxy = new TcpProxy(connection.Port);
        if (isBehindProxy)
            connection.Port = Proxy.Port;
        // Clients may turn to it while it is stopped: nobody else is there then.
        Host = new HostUnderTest(shared: shared) { Database = connection.ConnectionString, Starter = starter, Port = FreePort.Next() };
    }

    internal int Number { get; }

    internal HostUnderTest Host { get; }

    internal TcpProxy Proxy { get; }

    /// <summary>
    /// After this time is at the recorder what the kernel had taken from a process that was killed or stopped, or that was cut off.
    /// </summary>
    internal required TimeSpan OnTheWay { get; init; }

    /// <summary>Whether clients may turn to it.</summary>
    internal bool IsThere { get; private set; }

    /// <summary>Cancelled when it does not answer any more, for those who wait for its answer.</summary>
    internal CancellationToken Reachable
    {
        get
        {
            lock (_gate)
                return _reachable.Token;
        }
    }

    internal async Task StartAsync()
    {
        var isUp = await Host.TryStartAsync([], _settings);
        Expect.Equal(true, isUp, $"node {Number}: it came up; {Host.Process.Output}{Host.Process.Error}");
        IsThere = true;
    }

    /// <summary>SIGKILL; ends when the process has.</summary>
    internal async Task<Crash> KillAsync()
    {
        Trouble();
        var (killed, process) = (DateTimeOffset.UtcNow, Host.Process.Id);
        IsThere = false;
        await Host.KillAsync();
        var arrived = DateTimeOffset.UtcNow + OnTheWay;
        await Until.PassedAsync(OnTheWay);
        return new Crash(killed, arrived, Process: process);
    }

    /// <summary>SIGSTOP, until <see cref="Resume"/>.</summary>
    internal async Task<Crash> PauseAsync()
    {
        Trouble();
        IsThere = false;
        var paused = DateTimeOffset.UtcNow;
        Host.Process.Pause();
        await _reachable.CancelAsync();
        var arrived = DateTimeOffset.UtcNow + OnTheWay;
        await Until.PassedAsync(OnTheWay);
        return new Crash(paused, arrived, Process: Host.Process.Id);
    }

    /// <summary>SIGCONT.</summary>
    internal void Resume()
    {
        Host.Process.Resume();
        lock (_gate)
            _reachable = new CancellationTokenSource();
        IsThere = true;
    }

    /// <summary>SIGTERM; the exit code. Clients turn to it all the same.</summary>
    internal async Task<int> StopAsync()
    {
        Trouble();
        return await Host.StopAsync();
    }

    /// <summary>From now on it may refuse, until <see cref="Well"/>.</summary>
    internal void Trouble()
    {
        lock (_gate)
            _troubles.Add((DateTimeOffset.UtcNow, null));
    }

    internal void Well()
    {
        lock (_gate)
            _troubles[^1] = (_troubles[^1].From, DateTimeOffset.UtcNow);
    }

    /// <summary>Whether it was in trouble at some time in between.</summary>
    internal bool WasInTrouble(DateTimeOffset from, DateTimeOffset to)
    {
        lock (_gate)
            return _troubles.Exists(trouble => trouble.From <= to && !(trouble.To < from));
    }

    /// <summary>Ends when a POST is acknowledged: how long that took.</summary>
    internal async Task<TimeSpan> AcknowledgingAsync(ClusterClients clients)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        try
        {
            await Until.TrueAsync($"node {Number}: an acknowledgement", () => clients.TryOneAsync(this), Until.Long);
        }
        catch (InvalidOperationException e)
        {
            var last = clients.Posts.Where(post => post.Node == this).TakeLast(3);
            throw new InvalidOperationException($"{e.Message}; {string.Join("; ", last)}; {Host.Process.Output}{Host.Process.Error}", e);
        }

        return watch.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Proxy.DisposeAsync();
        _reachable.Dispose();
    }
}
