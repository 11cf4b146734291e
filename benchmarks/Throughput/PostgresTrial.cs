using JobQueue.Jobs;
using Npgsql;
using Quartz;

namespace JobQueue.Benchmarks.Throughput;

/// <summary>A database of its own on a server of PostgreSQL.</summary>
internal sealed class PostgresTrial : ITrial
{
    private readonly string _server;

    private PostgresTrial(string server, string name) => (_server, Name) = (server, name);

    public string Name { get; }

    public string Store => $"postgres:{Connection()}";

    /// <param name="server">The connection to any database of the server, as somebody who may make others.</param>
    /// <exception cref="InvalidOperationException">A commit of this server is not on disk when it is acknowledged.</exception>
    internal static async Task<PostgresTrial> CreateAsync(string server)
    {
        var trial = new PostgresTrial(server, $"bench_{RunId.New(TimeProvider.System.GetUtcNow()).Replace('-', '_')}");
        foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
            if (await trial.OnServerAsync($"SHOW {setting}") is not "on")
                throw new InvalidOperationException($"{setting} is not on: what this server acknowledges may be lost");
        await trial.OnServerAsync($"CREATE DATABASE {trial.Name}");
        return trial;
    }

    public IBareLedger OpenBare() => new BarePostgres(Connection());

    // Quartz's documentation: no reset of a connection that goes back to the pool, and no lock for the insert of a trigger.
    public void Keep(IPersistentStoreBuilder store) =>
        store.UsePostgres(NpgsqlFactory.Instance, Pooled).ProvisionSchema().ConfigureStore(options => options.LockOnInsert = false);

    public async ValueTask DisposeAsync()
    {
        await using (var pooled = new NpgsqlConnection(Pooled))
            NpgsqlConnection.ClearPool(pooled);
        await OnServerAsync($"DROP DATABASE {Name} WITH (FORCE)");
    }

    private string Pooled => $"{Connection()};No Reset On Close=true";

    private string Connection() => new NpgsqlConnectionStringBuilder(_server) { Database = Name }.ToString();

    private async Task<object?> OnServerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(_server) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
