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

    private static async Task<bool> WaitsForRowAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var look = new NpgsqlCommand(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid')", connection);
        return (bool)(await look.ExecuteScalarAsync())!;
    }
}
