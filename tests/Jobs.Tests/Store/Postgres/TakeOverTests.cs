using JobQueue.Jobs.Store;
using Npgsql;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>A node that takes over the runs of one that is gone, while others work on the ledger.</summary>
[TestClass]
public sealed class TakeOverTests
{
    private static readonly DateTimeOffset Now = LedgerFixture.Now;

    [TestMethod]
    public async Task Recover_AnOccurrenceIsEnteredMeanwhile_ItsTurnComes()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = new LedgerFixture($"postgres:{database}");
        await using var there = new LedgerFixture($"postgres:{database}");
        var job = await here.AddJobAsync(new JobPolicy { Overlap = Overlap.Queue, OnCrash = OnCrash.Never });
        await here.OccurAsync(job, Now);
        await here.ClaimAsync(owner: "who is gone");
        var (isEntered, mayCommit) = (new TaskCompletionSource(), new TaskCompletionSource());

        var entering = there.Ledger.WriteAsync(connection =>
        {
            connection.HoldOpen();
            var occurred = JobWrites.Occur(connection, job.Id, there.RunOf(job, Now.AddHours(1)) with { Id = "next" }, owner: null, isCaughtUp: false);
            isEntered.SetResult();
            mayCommit.Task.Wait();
            return occurred.What;
        });
        await isEntered.Task;
        var recovering = here.Ledger.WriteAsync(connection => Recovery.Recover(connection, Now));
        while (!recovering.IsCompleted && !await WaitsForRowAsync(database))
        {
        }

        mayCommit.SetResult();
        var recovered = await recovering;

        Assert.AreEqual(Occurrence.Waits, await entering);
        Assert.AreEqual(RunState.Failed, recovered.Single().State);
        Assert.AreEqual("next", (await here.ClaimAsync()).Single().Id);
    }

    [TestMethod]
    public async Task NextPage_AnotherNodeReleasesTheFirst_WaitsForIt()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = new LedgerFixture($"postgres:{database}");
        await using var there = new LedgerFixture($"postgres:{database}");
        var first = here.NewRun(RunState.Scheduled, notBefore: Now);
        await here.AddAsync(first);
        await here.MultiplyAsync($"id = '{first.Id}'", Releases.Page);
        await here.Ledger.WriteAsync(connection => connection.Execute(
            "UPDATE runs SET not_before = @later, due = @later WHERE id <> @first", ("@later", InstantText.Print(Now.AddMinutes(1))), ("@first", first.Id)));
        var (isReleased, mayCommit) = (new TaskCompletionSource(), new TaskCompletionSource());

        var firstPage = there.Ledger.WriteAsync(connection =>
        {
            connection.HoldOpen();
            var page = Releases.NextPage(connection, Now.AddHours(1));
            isReleased.SetResult();
            mayCommit.Task.Wait();
            return page;
        });
        await isReleased.Task;
        var nextPage = here.Ledger.WriteAsync(connection => Releases.NextPage(connection, Now.AddHours(1)));
        while (!nextPage.IsCompleted && !await WaitsForRowAsync(database))
        {
        }

        var waited = !nextPage.IsCompleted;
        mayCommit.SetResult();
        Assert.IsTrue(waited);
        Assert.AreEqual((true, false), ((await firstPage).IsMore, (await nextPage).IsMore));
        Assert.AreEqual(first.Id, (await here.ClaimAsync(most: 1)).Single().Id);
    }

    [TestMethod]
    public async Task Tell_TheJobSucceedsMeanwhile_IsNotOverdue()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = new LedgerFixture($"postgres:{database}");
        await using var there = new LedgerFixture($"postgres:{database}");
        var job = await here.AddJobAsync(new JobPolicy { ExpectEvery = TimeSpan.FromHours(1) });
        await here.OccurAsync(job, Now);
        var run = (await here.ClaimAsync()).Single();
        var (isEnded, mayCommit) = (new TaskCompletionSource(), new TaskCompletionSource());

        var finishing = there.Ledger.WriteAsync(connection =>
        {
            connection.HoldOpen();
            var end = RunEnds.Finish(connection, run, "me", new RunFinish { State = RunState.Succeeded, At = Now.AddHours(2), Status = 200 });
            isEnded.SetResult();
            mayCommit.Task.Wait();
            return end.IsOurs;
        });
        await isEnded.Task;
        var telling = here.Ledger.WriteAsync(connection => ExpectationRows.Tell(connection, job.Id, Now.AddHours(2)));
        while (!telling.IsCompleted && !await WaitsForRowAsync(database))
        {
        }

        mayCommit.SetResult();
        Assert.IsTrue(await finishing);
        Assert.AreEqual(Now.AddHours(3), await telling);
    }

    private static async Task<bool> WaitsForRowAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var look = new NpgsqlCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event IN ('transactionid', 'advisory'))", connection);
        return (bool)(await look.ExecuteScalarAsync())!;
    }
}
