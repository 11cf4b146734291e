using JobQueue.Jobs.Store;
using Npgsql;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>A queue whose limit holds for all nodes together.</summary>
[TestClass]
public sealed class QueueRoomTests
{
    private const string LeaveNestedLoopsAlone = """
        SELECT set_config(name, 'off', true) FROM pg_settings
        WHERE name IN ('enable_hashagg', 'enable_hashjoin', 'enable_material', 'enable_mergejoin', 'enable_sort')
        """;

    [TestMethod]
    public async Task Room_WhileAnotherNodeIsAboutToBegin_IsNotKnown()
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var one = new LedgerFixture(store);
        await using var other = new LedgerFixture(store);
        var (isHeld, letGo) = (new TaskCompletionSource(), new TaskCompletionSource());

        var holding = one.Ledger.WriteAsync(connection =>
        {
            connection.HoldOpen();
            var room = QueueRows.Room(connection, "mail", 3);
            isHeld.SetResult();
            letGo.Task.Wait();
            return room;
        });
        await isHeld.Task;
        var meanwhile = await other.Ledger.WriteAsync(connection => QueueRows.Room(connection, "mail", 3));
        var elsewhere = await other.Ledger.WriteAsync(connection => QueueRows.Room(connection, "press", 2));
        letGo.SetResult();
        await holding;
        var afterwards = await other.Ledger.WriteAsync(connection => QueueRows.Room(connection, "mail", 3));

        Assert.AreEqual((3, null, 2, 3), (await holding, meanwhile, elsewhere, afterwards));
    }

    [TestMethod]
    public async Task Room_ServerWhoseTransactionsSeeOneMoment_SeesWhatAnotherNodeHasBegun()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        var name = new NpgsqlConnectionStringBuilder(database).Database!;
        await (await SharedPostgres.ServerAsync()).SqlAsync(
            "postgres", $"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'");
        await using var one = new LedgerFixture($"postgres:{database}");
        await using var other = new LedgerFixture($"postgres:{database}");
        var (hasLooked, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());

        var asking = other.Ledger.WriteAsync(connection =>
        {
            connection.HoldOpen();
            connection.Execute("SELECT 1");
            hasLooked.SetResult();
            mayGoOn.Task.Wait();
            return QueueRows.Room(connection, "default", 1);
        });
        await hasLooked.Task;
        await one.AddAsync(one.NewRun());
        await one.ClaimAsync();
        mayGoOn.SetResult();

        Assert.AreEqual(0, await asking);
    }

    [TestMethod]
    public async Task Claim_PlanThatAsksAgainForEachRow_TakesNoMoreThanThereAreSlots()
    {
        await using var fixture = new LedgerFixture(await SharedPostgres.NewStoreAsync());
        await fixture.AddAsync(fixture.NewRun());
        await fixture.AddAsync(fixture.NewRun());
        await fixture.AddAsync(fixture.NewRun());

        var claimed = await fixture.Ledger.WriteAsync(connection =>
        {
            connection.Execute(LeaveNestedLoopsAlone);
            return RunWrites.Claim(connection, "default", most: 1, "me", LedgerFixture.Now);
        });

        Assert.HasCount(1, claimed);
    }

    [TestMethod]
    public async Task Write_TextWithHalfASurrogatePair_IsStoredAndRead()
    {
        await using var fixture = new LedgerFixture(await SharedPostgres.NewStoreAsync());
        var run = fixture.NewRun() with { RequestedBy = "a\uD83D\u0000b" };

        await fixture.AddAsync(run);
        var claimed = (await fixture.ClaimAsync()).Single();
        await fixture.FinishAsync(claimed, new RunFinish { State = RunState.Failed, At = LedgerFixture.Now, Error = "cut: \uDE00" });

        var found = await fixture.FindAsync(run.Id);
        Assert.AreEqual(("a\uFFFD\uFFFDb", "cut: \uFFFD"), (found!.RequestedBy, found.Error));
    }
}
