using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>What is never pruned of a recurring job, however old.</summary>
public abstract class LastOfJobConformance : StoreConformance
{
    private static readonly DateTimeOffset Now = PruningFixture.Now;

    [TestMethod]
    public async Task Prune_RecurringJob_KeepsItsLastRunAndTheLastDueThatCatchUpGoesOnFrom()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var job = await fixture.Rows.AddJobAsync();
        await fixture.AddAsync(100, RunState.Succeeded, job);
        var last = await fixture.AddAsync(90, RunState.Succeeded, job);
        var newest = await fixture.AddNewestAsync();

        await fixture.PruneAsync();

        var (_, lastDue) = (await fixture.Ledger.ReadAsync(JobReads.AllWithLastDue)).Single();
        CollectionAssert.AreEqual(new[] { last.Id, newest.Id }, await fixture.IdsAsync());
        Assert.AreEqual(last.Due, lastDue);
    }

    [TestMethod]
    public async Task Prune_RecurringJobOfSeveralLastRuns_KeepsEach()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var job = await fixture.Rows.AddJobAsync();
        await fixture.AddAsync(100, RunState.Succeeded, job);
        var sent = await fixture.AddAsync(95, RunState.Succeeded, job);
        await fixture.AddAsync(92, RunState.Cancelled, job, run => run with { Cause = RunCause.Manual, Attempt = 0 });
        var due = await fixture.AddAsync(90, RunState.Skipped, job, run => run with { Attempt = 0 });
        var entered = await fixture.AddAsync(80, RunState.Cancelled, job, run => run with { Cause = RunCause.Manual, Attempt = 0 });
        var newest = await fixture.AddNewestAsync();

        await fixture.PruneAsync(runsPerJob: 1);

        CollectionAssert.AreEqual(new[] { sent.Id, due.Id, entered.Id, newest.Id }, await fixture.IdsAsync());
    }

    [TestMethod]
    // Days, runs of a job
    [DataRow(30, 10_000)]
    [DataRow(0, 1)]
    public async Task Prune_RecurringJobThatOnlyRanByHand_KeepsItsLastRun(int days, int runsPerJob)
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var job = await fixture.Rows.AddJobAsync();
        await fixture.AddAsync(100, RunState.Succeeded, job, run => run with { Cause = RunCause.Manual });
        var last = await fixture.AddAsync(90, RunState.Succeeded, job, run => run with { Cause = RunCause.Manual });
        var newest = await fixture.AddNewestAsync();

        await fixture.PruneAsync(days, runsPerJob);

        CollectionAssert.AreEqual(new[] { last.Id, newest.Id }, await fixture.IdsAsync());
    }

    [TestMethod]
    // Days, runs of a job, runs from the oldest to the newest (g good, u unchanged, f failed, s never sent), what is left of them
    [DataRow(30, 0, "gguuu", "gu")]
    [DataRow(30, 0, "ggfff", "gf")]
    [DataRow(30, 0, "gugsuf", "gf")]
    [DataRow(30, 0, "guugg", "g")]
    [DataRow(30, 0, "uuuu", "u")]
    [DataRow(0, 1, "gguuu", "gu")]
    [DataRow(0, 1, "ggfff", "gff")]
    [DataRow(0, 2, "guugg", "gg")]
    public async Task Prune_RecurringJob_KeepsItsLastGoodResponse(int days, int runsPerJob, string runs, string left)
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var job = await fixture.Rows.AddJobAsync();
        await AddAllAsync(fixture, job, runs);

        await fixture.PruneAsync(days, runsPerJob);

        Assert.AreEqual(left, await LettersAsync(fixture, job));
    }

    [TestMethod]
    public async Task Prune_RemovedJob_KeepsNoGoodResponse()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var job = await fixture.Rows.AddJobAsync();
        await AddAllAsync(fixture, job, "ggf");
        await fixture.WriteAsync(connection => JobWrites.Remove(connection, job.Id, who: null, reason: null, runId: null, Now));

        await fixture.PruneAsync();

        Assert.AreEqual("f", await LettersAsync(fixture, job));
    }

    [TestMethod]
    public async Task Prune_JobThatIsToSucceedWithinATime_KeepsSinceWhen()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var job = await fixture.Rows.AddJobAsync(new JobPolicy { ExpectEvery = TimeSpan.FromDays(90) });
        await fixture.WriteAsync(connection =>
        {
            connection.Execute("UPDATE jobs SET created = @at", ("@at", InstantText.Print(Now.AddDays(-200))));
            EventRows.Add(connection, Now.AddDays(-200), "added", job.Id);
            EventRows.Add(connection, Now.AddDays(-65), "resumed", job.Id);
            EventRows.Add(connection, Now.AddDays(-62), "changed", job.Id);
        });

        var pruned = await fixture.PruneAsync();

        var expectation = await fixture.Ledger.ReadAsync(connection => ExpectationRows.Find(connection, job.Id));
        Assert.AreEqual(Now.AddDays(-65), expectation!.Since);
        Assert.AreEqual(1, pruned.Events);
    }

    [TestMethod]
    public async Task Prune_RemovedJob_KeepsOnlyItsLastEvent()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var job = await fixture.Rows.AddJobAsync();
        await fixture.WriteAsync(connection =>
        {
            EventRows.Add(connection, Now.AddDays(-65), "added", job.Id);
            JobWrites.Remove(connection, job.Id, who: null, reason: null, runId: null, Now.AddDays(-61));
        });

        var pruned = await fixture.PruneAsync();

        Assert.AreEqual(1, pruned.Events);
    }

    private static async Task AddAllAsync(PruningFixture fixture, RecurringJob job, string runs)
    {
        foreach (var (index, letter) in runs.Index())
            await fixture.AddAsync(
                100 - index, letter == 'f' ? RunState.Failed : RunState.Succeeded, job,
                run => run with { Error = $"{letter}", Attempt = letter == 's' ? 0 : 1 });
        await fixture.WriteAsync(connection => connection.Execute(
            "UPDATE runs SET status = CASE error WHEN 'g' THEN 200 WHEN 'u' THEN 304 WHEN 'f' THEN 500 END"));
        await fixture.AddNewestAsync();
    }

    private static async Task<string> LettersAsync(PruningFixture fixture, RecurringJob job) =>
        string.Concat(await fixture.Ledger.ReadAsync(connection => connection.All(
            "SELECT error FROM runs WHERE job_id = @job ORDER BY seq", row => row.String(0), ("@job", job.Id))));
}
