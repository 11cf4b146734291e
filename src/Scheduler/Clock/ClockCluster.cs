using Npgsql;

namespace JobQueue.Scheduler.Clock;

/// <summary>A node's place in a cluster whose triggers stand in PostgreSQL.</summary>
internal sealed class ClockCluster : IAsyncDisposable
{
    private const string DefaultSchema = "jobqueue";

    // The loop, check-in and misfires; the rest completes firings.
    private const int MostConnections = 8;

    // A node that stopped in the middle of a transaction holds others up so long.
    private const int CommandSeconds = 10;

    /// <summary>Joins a database; it is asked nothing yet.</summary>
    /// <param name="connectionString">Npgsql's; where its pool, schema and limits are concerned the clock has its own.</param>
    /// <param name="node">Unlike that of every other node, and of every other process that was this node.</param>
    internal ClockCluster(string connectionString, string node)
    {
        Node = node;
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        Schema = string.IsNullOrEmpty(settings.SearchPath) ? DefaultSchema : settings.SearchPath;
        DataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
        {
            SearchPath = Schema,
            // Nothing that would need it is set on a connection: a round trip less for each transaction.
            NoResetOnClose = true,
            MaxPoolSize = MostConnections,
            CommandTimeout = CommandSeconds,
            ApplicationName = "jobqueue clock " + node,
        });
    }

    /// <summary>Where the tables are: beside the ledger's, apart from those of the application.</summary>
    internal string Schema { get; }

    internal string Node { get; }

    internal NpgsqlDataSource DataSource { get; }

    /// <summary>How long the clock leaves the database alone when nothing is due: at most so late is what another node set, unless it is woken.</summary>
    internal TimeSpan IdleWait { get; init; } = TimeSpan.FromSeconds(10);

    public ValueTask DisposeAsync() => DataSource.DisposeAsync();
}
