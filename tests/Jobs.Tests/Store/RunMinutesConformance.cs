using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>What is counted of each minute is what the runs say, by whatever way they came to their end.</summary>
public abstract class RunMinutesConformance : StoreConformance
{
    private const string Counted = "SELECT state || ' ' || sum(runs) FROM run_minutes GROUP BY state ORDER BY state";
    private const string Told = "SELECT state || ' ' || sum(coalesce(count, 1)) FROM runs WHERE finished IS NOT NULL GROUP BY state ORDER BY state";
    private static readonly DateTimeOffset Now = LedgerFixture.Now;

    [TestMethod]
    public async Task Minutes_OfEveryWayToAnEnd_AreWhatTheRunsSay()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.AddAsync(fixture.NewRun());
        await fixture.AddAsync(fixture.NewRun());
        var (first, second) = (await fixture.ClaimAsync()) is [var one, var other] ? (one, other) : throw new InvalidOperationException();
        await fixture.FinishAsync(first, LedgerFixture.Finish(RunState.Succeeded, 200));
        await fixture.FinishAsync(second, LedgerFixture.Finish(RunState.Failed, 500));
        await fixture.OccurAsync(job, Now);
        await fixture.OccurAsync(job, Now.AddHours(1));
        await fixture.OccurAsync(job, Now.AddHours(2));
        await MissAsync(fixture, job, Now.AddHours(3), Now.AddHours(7), 5);
        await MissAsync(fixture, job, Now.AddHours(8), Now.AddHours(9), 2);
        var cancelled = fixture.NewRun();
        await fixture.AddAsync(cancelled);
        await fixture.Ledger.WriteAsync(connection => RunWrites.Cancel(connection, cancelled.Id, null, null, Now));
        await fixture.AddAsync(fixture.NewRun(RunState.Scheduled, notBefore: Now.AddHours(1)));

        var (counted, told) = (await ReadAsync(fixture, Counted), await ReadAsync(fixture, Told));

        CollectionAssert.AreEqual(new[] { "cancelled 1", "failed 1", "missed 7", "skipped 2", "succeeded 1" }, told);
        CollectionAssert.AreEqual(told, counted);
    }

    [TestMethod]
    public async Task Minutes_RunThatIsTriedAgain_CountsOnce()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.AddAsync(fixture.NewRun());
        var first = (await fixture.ClaimAsync()).Single();
        await fixture.FinishAsync(first, LedgerFixture.Finish(RunState.Pending, 503, Disposition.Retry));
        var again = (await fixture.ClaimAsync()).Single();
        await fixture.FinishAsync(again, LedgerFixture.Finish(RunState.Succeeded, 200));

        CollectionAssert.AreEqual(new[] { "succeeded 1" }, await ReadAsync(fixture, Counted));
    }

    [TestMethod]
    public async Task Minutes_RunThatIsSentAgainAfterACrash_CountsOnce()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.AddAsync(fixture.NewRun());
        await fixture.AddAsync(fixture.NewRun(policy: new JobPolicy { OnCrash = OnCrash.Never }));
        var lost = (await fixture.ClaimAsync())[0];
        await fixture.ReopenAsync();
        await fixture.Ledger.WriteAsync(connection => Recovery.Recover(connection, Now));
        var again = (await fixture.ClaimAsync(owner: "after the crash")).Single();
        await fixture.FinishAsync(again, LedgerFixture.Finish(RunState.Succeeded, 200), owner: "after the crash");
        await fixture.FinishAsync(lost, LedgerFixture.Finish(RunState.Failed, 500));

        CollectionAssert.AreEqual(new[] { "failed 1", "succeeded 1" }, await ReadAsync(fixture, Counted));
    }

    [TestMethod]
    public async Task Minutes_OfARun_HaveItsLatenessAndItsDuration()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.AddAsync(fixture.NewRun() with { Due = Now.AddSeconds(-2) });
        await fixture.AddAsync(fixture.NewRun() with { Due = Now.AddSeconds(-1) });
        var runs = await fixture.ClaimAsync();
        await fixture.FinishAsync(runs[0], LedgerFixture.Finish(RunState.Succeeded, 200) with { At = Now.AddMilliseconds(30) });
        await fixture.FinishAsync(runs[1], LedgerFixture.Finish(RunState.Succeeded, 200) with { At = Now.AddMilliseconds(500) });

        var row = await ReadAsync(
            fixture,
            "SELECT minute || ' ' || runs || ' ' || late_ms || ' ' || late_max_ms || ' ' || duration_ms || ' ' || duration_max_ms FROM run_minutes");

        CollectionAssert.AreEqual(new[] { "2026-03-01T12:00 2 3000 2000 530 500" }, row);
    }

    [TestMethod]
    public async Task Prune_Minutes_GoAfterAMonth()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        await fixture.WriteAsync(connection =>
        {
            RunMinutes.Add(connection, new RunMinute(Now.AddDays(-32), RunState.Succeeded, 1, 0, 0, 0, 0));
            RunMinutes.Add(connection, new RunMinute(Now.AddDays(-30), RunState.Succeeded, 1, 0, 0, 0, 0));
            RunMinutes.Add(connection, new RunMinute(Now, RunState.Failed, 1, 0, 0, 0, 0));
        });

        await fixture.PruneAsync(days: 0, runsPerJob: 0);

        CollectionAssert.AreEqual(
            new[] { "2026-01-30T12:00", "2026-03-01T12:00" }, await ReadAsync(fixture.Rows, "SELECT minute FROM run_minutes ORDER BY minute"));
    }

    private static Task<bool> MissAsync(LedgerFixture fixture, RecurringJob job, DateTimeOffset first, DateTimeOffset until, long count) =>
        fixture.Ledger.WriteAsync(connection => JobWrites.NotRun(
            connection, fixture.RunOf(job, first), RunState.Missed, "nothing ran at that time", until, count));

    private static Task<List<string>> ReadAsync(LedgerFixture fixture, string sql) =>
        fixture.Ledger.ReadAsync(connection => connection.All(sql, row => row.String(0)));
}
