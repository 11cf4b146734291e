using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Clustering;
using Npgsql;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>Ledgers behind PgBouncer.</summary>
[TestClass]
public sealed class PoolerTests
{
    [TestMethod]
    public async Task Open_ConnectionsGivenOutBySession_NodesHearEachOther()
    {
        var server = await SharedPostgres.ServerAsync();
        await using var pooler = await PgBouncer.StartAsync("session", server.Port);
        var store = await NewStoreAsync(server, pooler);
        await using var one = await Node.StartAsync(store);
        await using var other = await Node.StartAsync(store);
        var run = await one.Fixture.EnterAsync();

        Assert.IsNotNull(await other.Fixture.Store.FindAsync(run.Id));
        await one.SettleAsync();
    }

    [TestMethod]
    public async Task Open_ConnectionsGivenOutByTransaction_IsRefused()
    {
        var server = await SharedPostgres.ServerAsync();
        await using var pooler = await PgBouncer.StartAsync("transaction", server.Port);
        var store = await NewStoreAsync(server, pooler);

        var refusal = Assert.ThrowsExactly<LedgerException>(() => LedgerEngine.Open(store));

        Assert.EndsWith(
            "cannot be opened as a ledger (the pooler in between gives out connections by transaction, and notices and statements are of a session). "
            + "Name the server itself, or set pool_mode = session.",
            refusal.Message);
    }

    // What a connection begins with PgBouncer leaves out: it is the role's.
    private static async Task<string> NewStoreAsync(PostgresServer server, PgBouncer pooler)
    {
        var connection = new NpgsqlConnectionStringBuilder(await server.NewDatabaseAsync());
        foreach (var setting in new[] { "search_path = jobqueue", "idle_in_transaction_session_timeout = '5s'" })
            await server.SqlAsync("postgres", $"ALTER ROLE jobqueue IN DATABASE {connection.Database} SET {setting}");
        connection.Port = pooler.Port;
        return $"postgres:{connection.ConnectionString}";
    }
}
