using System.Threading.Channels;
using JobQueue.Scheduler.Clock;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JobQueue.Scheduler.Tests.Clock;

/// <summary>Clocks that share a database, and what they fire.</summary>
internal sealed class TestCluster(string connectionString) : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Channel<Firing> _fired = Channel.CreateUnbounded<Firing>();
    private readonly List<(QuartzClock Clock, ClockCluster Place)> _nodes = [];

    // One for all looks: what is looked for may not be there for long.
    private readonly ClockCluster _looking = new(connectionString, "test");

    internal static async Task<TestCluster> NewAsync() => new(await SharedPostgres.NewDatabaseAsync());

    /// <summary>Clusters in schemas of one database.</summary>
    internal static async Task<TestCluster[]> NewAsync(params string[] schemas)
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        return [.. schemas.Select(schema => new TestCluster($"{database};Search Path={schema}"))];
    }

    /// <summary>A clock that is prepared, and does not fire yet.</summary>
    internal async Task<QuartzClock> PrepareAsync(string node, TimeSpan? idleWait = null, Task? fires = null)
    {
        var place = idleWait is { } wait ? new ClockCluster(connectionString, node) { IdleWait = wait } : new ClockCluster(connectionString, node);
        var clock = new QuartzClock(TimeProvider.System, NullLogger<QuartzClock>.Instance, place)
        {
            Due = async (job, due) =>
            {
                await _fired.Writer.WriteAsync(new(node, job, due, TimeProvider.System.GetUtcNow()));
                await (fires ?? Task.CompletedTask);
            },
        };
        lock (_nodes)
            _nodes.Add((clock, place));
        await clock.PrepareAsync(CancellationToken.None);
        return clock;
    }

    /// <summary>A clock that fires.</summary>
    /// <param name="node">Its id.</param>
    /// <param name="idleWait">How long it does not look at the database; null for what it is outside of tests.</param>
    /// <param name="fires">A firing ends after this.</param>
    internal async Task<QuartzClock> StartAsync(string node, TimeSpan? idleWait = null, Task? fires = null)
    {
        var clock = await PrepareAsync(node, idleWait, fires);
        await clock.StartAsync(CancellationToken.None);
        return clock;
    }

    /// <summary>From now on a node does not reach the database: as far as others see it is dead.</summary>
    internal ValueTask CutOffAsync(QuartzClock clock) => _nodes.Single(node => node.Clock == clock).Place.DisposeAsync();

    /// <summary>A node begins a transaction that changes triggers, and does no more: not even what Npgsql does of itself.</summary>
    internal async Task<IAsyncDisposable> HoldLockAsync(string node)
    {
        await using var place = new ClockCluster(connectionString, node);
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(place.DataSource.ConnectionString) { KeepAlive = 0, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand(
            "BEGIN; INSERT INTO qrtz_locks VALUES ('jobqueue', 'TRIGGER_ACCESS') ON CONFLICT DO NOTHING; SELECT * FROM qrtz_locks FOR UPDATE", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>A node of any version begins to make the tables, and does no more.</summary>
    internal async Task<IAsyncDisposable> HoldPreparationAsync()
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand("BEGIN; SELECT pg_advisory_xact_lock(hashtext('jobqueue clock'))", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Somebody begins to make the schema, and does no more: to make the tables takes as long.</summary>
    internal async Task<IAsyncDisposable> HoldSchemaAsync()
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand("BEGIN; CREATE SCHEMA jobqueue", connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>A transaction that has all triggers. Of it and one that it waits for in a circle the other is let go.</summary>
    internal async Task<NpgsqlConnection> HoldTriggersAsync()
    {
        await using var place = new ClockCluster(connectionString, "test");
        var connection = new NpgsqlConnection(place.DataSource.ConnectionString);
        await connection.OpenAsync();
        await using var hold = new NpgsqlCommand(
            """
            BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL deadlock_timeout = '1h';
            SELECT * FROM qrtz_triggers FOR UPDATE
            """,
            connection);
        await hold.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Reconciles with these jobs as all that there are.</summary>
    internal static async Task<Reconciled> ReconcileAsync(QuartzClock clock, params TimedJob[] jobs) => await clock.ReconcileAsync(
        await clock.StoredAsync(CancellationToken.None), jobs, jobs.Select(job => job.Id).ToHashSet(StringComparer.Ordinal), CancellationToken.None);

    /// <summary>The first firings from now on.</summary>
    internal async Task<List<Firing>> TakeAsync(int count)
    {
        using var limit = new CancellationTokenSource(Limit);
        var firings = new List<Firing>();
        while (firings.Count < count)
            firings.Add(await _fired.Reader.ReadAsync(limit.Token));
        return firings;
    }

    /// <summary>The firings up to the first such.</summary>
    internal async Task<List<Firing>> TakeUntilAsync(Func<Firing, bool> isLast)
    {
        using var limit = new CancellationTokenSource(Limit);
        var firings = new List<Firing>();
        do
            firings.Add(await _fired.Reader.ReadAsync(limit.Token));
        while (!isLast(firings[^1]));
        return firings;
    }

    /// <summary>The first column of the first row.</summary>
    internal async Task<object?> SqlAsync(string sql)
    {
        await using var command = _looking.DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Asks until the answer is this.</summary>
    internal async Task WaitForAsync(string sql, object answer)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!answer.Equals(await SqlAsync(sql)))
            await Task.Delay(20, limit.Token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (clock, place) in _nodes)
        {
            await clock.DisposeAsync();
            await place.DisposeAsync();
        }

        await _looking.DisposeAsync();
    }
}
