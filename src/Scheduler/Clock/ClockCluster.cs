using JobQueue.Jobs.Store.Postgres;
using Npgsql;

namespace JobQueue.Scheduler.Clock;

/// <summary>A node's place in a cluster whose triggers stand in PostgreSQL.</summary>
internal sealed class ClockCluster : IAsyncDisposable
{
    // The loop, check-in and misfires; the rest completes firings.
    private const int MostConnections = 8;

    // Longer than a node that was stopped in the middle of a transaction holds others up.
    private const int CommandSeconds = 15;

    /// <summary>Joins a database; it is asked nothing yet.</summary>
    /// <param name="connectionString">The ledger's; where its pool and limits are concerned the clock has its own.</param>
    /// <param name="node">Unlike that of every other node, and of every other process that was this node.</param>
    internal ClockCluster(string connectionString, string node)
    {
        Node = node;
        var settings = PostgresSettings.Read(connectionString);
        (Schema, LockSeed) = (settings.Schema, settings.Scope.Seed);
        DataSource = settings.BuildPool(pool =>
        {
            // Nothing that would need it is set on a connection: a round trip less for each transaction.
            pool.NoResetOnClose = true;
            pool.MaxPoolSize = MostConnections;
            pool.CommandTimeout = CommandSeconds;
            pool.ApplicationName = "jobqueue clock " + node;
        });
    }

    /// <summary>Where the tables are: beside the ledger's, apart from those of the application.</summary>
    internal string Schema { get; }

    /// <inheritdoc cref="PostgresScope.Seed"/>
    internal long LockSeed { get; }

    internal string Node { get; }

    internal NpgsqlDataSource DataSource { get; }

    /// <summary>How long the clock leaves the database alone when nothing is due: at most so late is what another node set, unless it is woken.</summary>
    internal TimeSpan IdleWait { get; init; } = TimeSpan.FromSeconds(10);

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
