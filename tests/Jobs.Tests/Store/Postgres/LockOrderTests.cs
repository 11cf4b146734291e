using JobQueue.Jobs.Store;
using Npgsql;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>Groups of two nodes that lock the same, each in another order.</summary>
[TestClass]
public sealed class LockOrderTests
{
    [TestMethod]
    public async Task Groups_LockJobsInOppositeOrders_NeitherIsUndone()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var one = new LedgerFixture($"postgres:{database}");
        await using var other = new LedgerFixture($"postgres:{database}");
        var (first, second) = ((await one.AddJobAsync()).Id, (await one.AddJobAsync()).Id);

        var applied = await MeetAsync(database, one, other, OfJob(first), OfJob(second));

        Assert.AreEqual(4, applied);
    }

    [TestMethod]
    public async Task Groups_LockNamesInOppositeOrders_NeitherIsUndone()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var one = new LedgerFixture($"postgres:{database}");
        await using var other = new LedgerFixture($"postgres:{database}");

        var applied = await MeetAsync(database, one, other, OfName("first"), OfName("second"));

        Assert.AreEqual(4, applied);
    }

    [TestMethod]
    public async Task Groups_ReleaseAndLockAJobInOppositeOrders_NeitherIsUndone()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var one = new LedgerFixture($"postgres:{database}");
        await using var other = new LedgerFixture($"postgres:{database}");
        var job = (await one.AddJobAsync()).Id;

        var applied = await MeetAsync(
            database, one, other, OfJob(job), new(Releases.Locks, connection => Releases.NextPage(connection, LedgerFixture.Now)));

        Assert.AreEqual(4, applied);
    }

    [TestMethod]
    public async Task Write_AnotherNodeWasInTheWay_IsDoneOnceMore()
    {
        await using var fixture = new LedgerFixture(await SharedPostgres.NewStoreAsync());
        var tries = 0;

        var done = await fixture.Ledger.WriteAsync(_ => ++tries > 1 ? tries
            : throw new PostgresException("deadlock detected", "ERROR", "ERROR", PostgresErrorCodes.DeadlockDetected));

        Assert.AreEqual(2, done);
    }

    // Each group stays at its first operation until the other has come to its own, or cannot: how often an operation was applied in all.
    private static async Task<int> MeetAsync(string database, LedgerFixture one, LedgerFixture other, Operation first, Operation second)
    {
        var applied = 0;
        using var bothAreThere = new CountdownEvent(2);
        using var gate = new ManualResetEventSlim();
        await Task.WhenAll(Group(one, first, second).Concat(Group(other, second, first)).ToArray());
        return applied;

        Task[] Group(LedgerFixture node, Operation mine, Operation next)
        {
            var before = node.Ledger.WriteAsync(_ => gate.Wait(PostgresServer.Limit));
            Task[] group = [before, Take(node, mine, isFirst: true), Take(node, next, isFirst: false)];
            if (node == other)
                gate.Set();
            return group;
        }

        Task Take(LedgerFixture node, Operation operation, bool isFirst) => node.Ledger.WriteAsync(
            connection =>
            {
                connection.HoldOpen();
                Interlocked.Increment(ref applied);
                operation.Take(connection);
                if (isFirst && !bothAreThere.IsSet)
                    bothAreThere.Signal();
                return !isFirst || SpinWait.SpinUntil(() => bothAreThere.IsSet || SomebodyWaits(database), PostgresServer.Limit)
                    ? true : throw new TimeoutException("the other group does not come");
            },
            operation.Locks);
    }

    private static Operation OfJob(string id) => new(new Locks(id), connection => JobWrites.Lock(connection, id));

    private static Operation OfName(string name) => new(new Locks(Name: name), connection => RunWrites.NameIsTaken(connection, name));

    private static bool SomebodyWaits(string database)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var look = new NpgsqlCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')", connection);
        return (bool)look.ExecuteScalar()!;
    }

    /// <param name="Locks">What it says that it locks.</param>
    /// <param name="Take">Locks that.</param>
    private sealed record Operation(Locks Locks, Action<LedgerConnection> Take);
}
