using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>Every feed is read by an index: no query goes through all runs, or sorts them.</summary>
[TestClass]
public sealed class FeedReadsTests
{
    private static readonly (string Name, string Sql)[] Queries =
    [
        ("failures", FeedReads.FailuresOfAll),
        ("failures of a job", FeedReads.FailuresOfRecurring),
        ("failures of one-time jobs", FeedReads.FailuresOfOneTime),
        ("good", FeedReads.GoodOfRecurring),
        ("good of one-time jobs", FeedReads.GoodOfOneTime),
        ("coming", FeedReads.ComingOfAll),
        ("coming of one-time jobs", FeedReads.ComingOfOneTime),
    ];

    [TestMethod]
    // query, the index that carries it
    [DataRow("failures", "SCAN runs USING INDEX runs_failed")]
    [DataRow("failures of a job", "SEARCH runs USING INDEX runs_failed_of_job (job_id=?)")]
    [DataRow("failures of one-time jobs", "SEARCH runs USING INTEGER PRIMARY KEY (rowid=?)")]
    [DataRow("good", "SEARCH runs USING INDEX runs_by_job (job_id=?)")]
    [DataRow("good of one-time jobs", "SEARCH runs USING INTEGER PRIMARY KEY (rowid=?)")]
    [DataRow("coming", "SEARCH runs USING INDEX runs_waiting (not_before>? AND not_before<?)")]
    [DataRow("coming of one-time jobs", "SEARCH runs USING INTEGER PRIMARY KEY (rowid=?)")]
    public async Task Query_Plan_HasAnIndex(string name, string expected)
    {
        await using var fixture = new LedgerFixture();
        var sql = Queries.Single(query => query.Name == name).Sql;

        var plan = await fixture.Ledger.ReadAsync(connection => connection.All(
            $"EXPLAIN QUERY PLAN {sql}", row => row.String(3).Replace(" TABLE ", " ", StringComparison.Ordinal), ("@job", "j"), ("@limit", 50), ("@until", "2026")));

        CollectionAssert.Contains(plan, expected, string.Join('\n', plan));
        CollectionAssert.DoesNotContain(plan, "SCAN runs");
    }

    [TestMethod]
    // query, the index that carries it
    [DataRow("failures", "Index Scan Backward using runs_failed on runs")]
    [DataRow("failures of a job", "Index Scan Backward using runs_failed_of_job on runs")]
    public async Task Query_PlanOnPostgres_HasAnIndex(string name, string expected)
    {
        await using var fixture = new LedgerFixture(await SharedPostgres.NewStoreAsync());
        foreach (var state in (RunState[])[RunState.Succeeded, RunState.Failed, RunState.Cancelled])
        {
            await fixture.AddAsync(fixture.NewRun(state));
            await fixture.MultiplyAsync($"state = '{Word.Of(state)}'", times: 2000);
        }

        var sql = Queries.Single(query => query.Name == name).Sql;

        var plan = await fixture.Ledger.WriteAsync(connection =>
        {
            connection.Execute("UPDATE runs SET finished = due || seq, job_id = 'j' || (seq % 10), cause = 'manual'");
            connection.Execute("ANALYZE runs");
            return string.Join('\n', connection.All($"EXPLAIN {sql}", row => row.String(0), ("@job", "j1"), ("@limit", 50)));
        });

        Assert.Contains(expected, plan);
        Assert.DoesNotContain("Seq Scan", plan);
    }

    [TestMethod]
    public async Task Failures_OfManyRuns_AreTheLastToEndWithoutTheirBodies()
    {
        await using var fixture = new LedgerFixture();
        var runs = Enumerable.Range(0, 6).Select(_ => fixture.NewRun() with { Request = new JobRequest { Uri = "/work", Body = new byte[] { 1 } } }).ToList();
        foreach (var run in runs)
            await fixture.AddAsync(run);
        var claimed = await fixture.ClaimAsync();
        RunState[] ends = [RunState.Failed, RunState.Succeeded, RunState.TimedOut, RunState.Failed, RunState.Cancelled, RunState.Failed];
        foreach (var (run, end) in claimed.Zip(ends))
            await fixture.FinishAsync(run, LedgerFixture.Finish(end, 500));

        var failures = await fixture.Ledger.ReadAsync(connection => FeedReads.Failures(connection, null, null, limit: 3));

        CollectionAssert.AreEqual(new[] { claimed[5].Id, claimed[3].Id, claimed[2].Id }, failures.Select(run => run.Id).ToArray());
        Assert.IsTrue(failures.All(run => run.Request.Body.IsEmpty));
    }
}
