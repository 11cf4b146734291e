using JobQueue.Jobs.Store;
using Npgsql;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>Connections that the server ends, as at its restart or when they were idle for long.</summary>
[TestClass]
public sealed class EndedConnectionsTests
{
    private const string EndAll =
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";

    private const string EndAtCommit =
        """
        CREATE FUNCTION pg_temp.give_up() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';
        CREATE CONSTRAINT TRIGGER last AFTER INSERT ON runs DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION pg_temp.give_up()
        """;

    [TestMethod]
    public async Task WriteAndRead_ConnectionsEndedWhileTheyWereIdle_AreDoneOverOthers()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var fixture = new LedgerFixture($"postgres:{database}");
        var run = fixture.NewRun();
        Assert.IsNull(await fixture.FindAsync(run.Id));

        await ExecuteAsync(database, EndAll);

        Assert.IsTrue(await fixture.AddAsync(run));
        Assert.IsNotNull(await fixture.FindAsync(run.Id));
        await ExecuteAsync(database, EndAll);
        Assert.IsNotNull(await fixture.FindAsync(run.Id));
    }

    [TestMethod]
    public async Task Write_ConnectionEndsBeforeTheCommit_IsDoneOnce()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var fixture = new LedgerFixture($"postgres:{database}");
        var run = fixture.NewRun();
        var tries = 0;

        await fixture.Ledger.WriteAsync(connection =>
        {
            var isAdded = RunWrites.Add(connection, run, owner: null);
            if (++tries == 1)
                connection.Execute("SELECT pg_terminate_backend(pg_backend_pid())");
            return isAdded;
        });

        Assert.AreEqual(2, tries);
        Assert.IsNotNull(await fixture.FindAsync(run.Id));
    }

    [TestMethod]
    public async Task Write_AnotherNodeStopsInATransaction_IsDoneWhenTheServerHasEndedThat()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var stopped = new LedgerFixture($"postgres:{database}");
        await using var other = new LedgerFixture($"postgres:{database}");
        var job = (await other.AddJobAsync()).Id;
        var isLocked = new TaskCompletionSource();
        var limit = "";
        using var goesOn = new ManualResetEventSlim();
        var writing = stopped.Ledger.WriteAsync(connection =>
        {
            JobWrites.Lock(connection, job);
            limit = (string)connection.Scalar("SHOW idle_in_transaction_session_timeout")!;
            // So that it is far below the time that the other waits.
            connection.Execute("SET LOCAL idle_in_transaction_session_timeout = '1s'");
            isLocked.TrySetResult();
            return goesOn.Wait(PostgresServer.Limit);
        });
        await isLocked.Task;

        var waiting = other.Ledger.WriteAsync(connection => JobWrites.Lock(connection, job));
        await Task.WhenAny(waiting);
        goesOn.Set();

        await waiting;
        Assert.IsTrue(await writing);
        Assert.AreEqual("5s", limit);
    }

    [TestMethod]
    public async Task Dispose_NobodyKnowsOfACommit_IsInDoubt()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        var server = await SharedPostgres.ServerAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database!;
        var fixture = new LedgerFixture($"postgres:{database}");
        var run = fixture.NewRun();

        var writing = fixture.Ledger.WriteAsync(connection =>
        {
            connection.HoldOpen();
            connection.Execute(EndAtCommit);
            server.SqlAsync("postgres", $"ALTER DATABASE {name} ALLOW_CONNECTIONS false").GetAwaiter().GetResult();
            return RunWrites.Add(connection, run, owner: null);
        });
        while (fixture.Ledger.Refusal is null)
        {
        }

        await fixture.DisposeAsync();

        var failure = await Assert.ThrowsExactlyAsync<LedgerException>(() => writing);
        Assert.IsTrue(failure.IsInDoubt, failure.ToString());
    }

    private static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
