using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>Whether a run is the last of its job is looked up in the index of the job's runs, also where one job has all of them.</summary>
[TestClass]
public sealed class PrunePlansTests
{
    private const int Times = 2000;

    [TestMethod]
    public async Task PageOfRuns_OnSqlite_GoesByTheIndexOfTheJob()
    {
        await using var fixture = new LedgerFixture();

        var plan = string.Join('\n', await PlanAsync(fixture, "EXPLAIN QUERY PLAN", column: 3));

        Assert.Contains("SEARCH later USING COVERING INDEX runs_by_job (job_id=? AND seq>?)", plan);
        Assert.Contains("SEARCH later USING INDEX runs_by_job (job_id=? AND seq>?)", plan);
        Assert.Contains("SEARCH later USING COVERING INDEX runs_occurrence (job_id=? AND due>?)", plan);
        Assert.DoesNotContain("SCAN", plan);
        Assert.DoesNotContain("TEMP B-TREE", plan);
    }

    [TestMethod]
    public async Task PageOfRuns_OnPostgres_GoesByTheIndexOfTheJob()
    {
        await using var fixture = new LedgerFixture(await SharedPostgres.NewStoreAsync());
        await fixture.AddAsync(fixture.NewRun(RunState.Succeeded));
        await fixture.MultiplyAsync("state = 'succeeded'", Times);
        await fixture.Ledger.WriteAsync(connection =>
            connection.Execute("UPDATE runs SET job_id = 'j', due = due || seq, cause = 'schedule', attempt = 1, status = 200"));
        await fixture.Ledger.WriteAsync(connection => connection.Execute("ANALYZE runs"));

        var plan = string.Join('\n', await PlanAsync(fixture, "EXPLAIN", column: 0));

        Assert.Contains("Index Only Scan using runs_by_job on runs later", plan);
        Assert.Contains("Index Scan using runs_by_job on runs later", plan);
        Assert.Contains("Index Scan using runs_occurrence on runs later", plan);
        Assert.DoesNotContain("Seq Scan on runs", plan);
        Assert.DoesNotContain("Sort", plan);
    }

    private static Task<List<string>> PlanAsync(LedgerFixture fixture, string explain, int column) =>
        fixture.Ledger.ReadAsync(connection => connection.All(
            $"{explain} {PruneReads.PageOfRuns(connection)}", row => row.String(column), ("@after", 0L), ("@oldBefore", "2026"),
            ("@failedBefore", "2026"), ("@now", "2026"), ("@limit", 1000)));
}
