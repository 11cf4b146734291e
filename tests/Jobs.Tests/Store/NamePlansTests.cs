using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>What is asked of a name does not take the longer the more one-time jobs have had it.</summary>
[TestClass]
public sealed class NamePlansTests
{
    private const int Times = 2000;

    [TestMethod]
    // query, the index that carries it
    [DataRow(RunWrites.OfTakenName, "SEARCH runs USING INDEX runs_open_by_name (job_name=?)")]
    [DataRow(RunReads.NewestOfName, "SEARCH runs USING INDEX runs_by_name (job_name=?)")]
    public async Task Plan_OnSqlite_IsItsIndex(string sql, string expected)
    {
        await using var fixture = new LedgerFixture();
        await AddManyAsync(fixture);

        var plan = await fixture.Ledger.WriteAsync(connection => string.Join('\n', connection.All(
            $"EXPLAIN QUERY PLAN {sql}", row => row.String(3).Replace(" TABLE ", " ", StringComparison.Ordinal),
            ("@name", "daily"), ("@key", "daily"), ("@but", ""))));

        Assert.Contains(expected, plan);
        Assert.DoesNotContain("SCAN jobs", plan);
        Assert.DoesNotContain("TEMP B-TREE", plan);
    }

    [TestMethod]
    // query, the index that carries it
    [DataRow(RunWrites.OfTakenName, "using runs_open_by_name on runs")]
    [DataRow(RunReads.NewestOfName, "Index Scan Backward using runs_by_name on runs")]
    public async Task Plan_OnPostgres_IsItsIndex(string sql, string expected)
    {
        await using var fixture = new LedgerFixture(await SharedPostgres.NewStoreAsync());
        await AddManyAsync(fixture);
        var prepared = sql.Replace("@name", "$1", StringComparison.Ordinal).Replace("@key", "$1", StringComparison.Ordinal)
            .Replace("@but", "''", StringComparison.Ordinal);

        var plan = await fixture.Ledger.WriteAsync(connection =>
        {
            connection.Execute("ANALYZE runs");
            connection.Execute($"PREPARE of_name (text) AS {prepared}");
            return string.Join('\n', connection.All("EXPLAIN EXECUTE of_name ('daily')", row => row.String(0)));
        });

        Assert.Contains(expected, plan);
        Assert.DoesNotContain("Seq Scan", plan);
    }

    private static async Task AddManyAsync(LedgerFixture fixture)
    {
        await fixture.AddAsync(fixture.NewRun(RunState.Succeeded, new JobPolicy { Name = "daily" }));
        await fixture.MultiplyAsync("job_name = 'daily'", Times);
        await fixture.AddAsync(fixture.NewRun(RunState.Succeeded));
        await fixture.MultiplyAsync("job_name IS NULL", Times);
        await fixture.Ledger.WriteAsync(connection => connection.Execute("UPDATE runs SET job_name = id WHERE job_name IS NULL"));
    }
}
