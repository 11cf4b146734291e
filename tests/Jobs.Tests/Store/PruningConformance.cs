using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>What is pruned, and what is kept.</summary>
public abstract class PruningConformance : StoreConformance
{
    private static readonly DateTimeOffset Now = PruningFixture.Now;

    [TestMethod]
    // State, days since its end, whether it is kept
    [DataRow("succeeded", 29, true)]
    [DataRow("succeeded", 31, false)]
    [DataRow("cancelled", 29, true)]
    [DataRow("cancelled", 31, false)]
    [DataRow("skipped", 31, false)]
    [DataRow("missed", 31, false)]
    [DataRow("failed", 31, true)]
    [DataRow("failed", 59, true)]
    [DataRow("failed", 61, false)]
    [DataRow("timed_out", 59, true)]
    [DataRow("timed_out", 61, false)]
    [DataRow("quarantined", 59, true)]
    [DataRow("quarantined", 61, false)]
    [DataRow("scheduled", 400, true)]
    [DataRow("pending", 400, true)]
    [DataRow("running", 400, true)]
    public async Task Prune_ByAge_KeepsWhatIsNotDoneAndFailuresTwiceAsLong(string word, int daysAgo, bool isKept)
    {
        var state = Word.Parse<RunState>(word);
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var job = await fixture.Rows.AddJobAsync();
        var (ofJob, once) = (await fixture.AddAsync(daysAgo, state, job), await fixture.AddAsync(daysAgo, state));
        await fixture.AddAsync(0, RunState.Succeeded, job);
        await fixture.AddNewestAsync();

        var pruned = await fixture.PruneAsync();

        Assert.AreEqual((isKept, isKept), (await fixture.IsThereAsync(ofJob), await fixture.IsThereAsync(once)));
        Assert.AreEqual(isKept ? 0 : 2, pruned.Runs);
    }

    [TestMethod]
    public async Task Prune_RunThatGoes_TakesItsAttemptsAndItsResponse()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var (old, young) = (await fixture.AddAsync(31), await fixture.AddAsync(1));
        await fixture.WriteAsync(connection => connection.Execute(
            "INSERT INTO attempts (run, attempt, sent, finished) SELECT seq, n, due, due FROM runs, (SELECT 1 AS n UNION SELECT 2) AS two"));
        await fixture.WriteAsync(connection => connection.Execute(
            "INSERT INTO responses (run, status, body, body_bytes) SELECT seq, 200, 'ok', 2 FROM runs"));

        await fixture.PruneAsync();

        CollectionAssert.AreEqual(new[] { young.Id }, await fixture.IdsAsync());
        Assert.AreEqual(2, await fixture.NumberAsync("SELECT count(*) FROM attempts"));
        Assert.AreEqual(1, await fixture.NumberAsync("SELECT count(*) FROM responses"));
        Assert.IsFalse(await fixture.IsThereAsync(old));
    }

    [TestMethod]
    public async Task Prune_StretchThatEndedLately_IsAsOldAsItsEnd()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var job = await fixture.Rows.AddJobAsync();
        var lately = await fixture.AddAsync(100, RunState.Skipped, job, run => run with { Until = Now.AddDays(-29), Count = 71 });
        await fixture.AddAsync(1, RunState.Succeeded, job);

        await fixture.PruneAsync();

        Assert.IsTrue(await fixture.IsThereAsync(lately));
    }

    [TestMethod]
    // Runs from the oldest to the newest (s succeeded, f failed, c cancelled, m missed, p pending), what is left of them of three a job
    [DataRow("sss", "sss")]
    [DataRow("sssss", "sss")]
    [DataRow("sssfsssss", "fsss")]
    [DataRow("fffffsss", "fffsss")]
    [DataRow("fsfsfsfsfsss", "fffsss")]
    [DataRow("ffffffff", "ffffff")]
    [DataRow("scmsfss", "fss")]
    [DataRow("pssssssss", "psss")]
    public async Task Prune_ByCount_KeepsTheNewestAndAsManyFailuresBeforeThem(string runs, string left)
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var (job, other) = (await fixture.Rows.AddJobAsync(), await fixture.Rows.AddJobAsync());
        await fixture.AddAsync(2, RunState.Succeeded, other);
        await Task.WhenAll(runs.Select((letter, index) => fixture.AddAsync(1 - (index / 100.0), StateOf(letter), job)));
        await fixture.AddAsync(1);

        await fixture.PruneAsync(days: 0, runsPerJob: 3);

        var states = await fixture.Ledger.ReadAsync(connection => connection.All(
            "SELECT substr(state, 1, 1) FROM runs WHERE job_id = @job ORDER BY seq", row => row.String(0), ("@job", job.Id)));
        Assert.AreEqual(left, string.Concat(states));
        Assert.AreEqual(left.Length + 2, (await fixture.IdsAsync()).Count, "other jobs and one-time jobs are not counted");
    }

    [TestMethod]
    public async Task Prune_LimitsOfZero_KeepEverything()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var job = await fixture.Rows.AddJobAsync();
        await Task.WhenAll(Enumerable.Range(1, 20).Select(day => fixture.AddAsync(1000 - day, RunState.Succeeded, job)));
        await fixture.WriteAsync(connection => EventRows.Add(connection, Now.AddDays(-1000), "recovered"));

        var pruned = await fixture.PruneAsync(days: 0, runsPerJob: 0);

        Assert.AreEqual(new Pruned(0, 0, 0), pruned);
        Assert.HasCount(20, await fixture.IdsAsync());
    }

    [TestMethod]
    public async Task Prune_NewestOfAll_StaysSoThatNoNumberComesTwice()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        await fixture.AddAsync(101);
        var newest = await fixture.AddAsync(100);

        await fixture.PruneAsync();

        CollectionAssert.AreEqual(new[] { newest.Id }, await fixture.IdsAsync());
    }

    [TestMethod]
    public async Task Prune_ClockThatWasAheadForAWhile_StillFindsWhatIsOldAfterThat()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        await Task.WhenAll(Enumerable.Range(0, 2500).Select(second => fixture.AddAsync(-3650 - (second / 86_400.0))));
        var old = await fixture.AddAsync(31);
        await fixture.AddNewestAsync();

        await fixture.PruneAsync();

        Assert.IsFalse(await fixture.IsThereAsync(old));
    }

    [TestMethod]
    public async Task Prune_Events_GoAtTwiceTheAgeButTheLastOfAJob()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        await fixture.WriteAsync(connection =>
        {
            EventRows.Add(connection, Now.AddDays(-62), "added", "a");
            EventRows.Add(connection, Now.AddDays(-61), "removed", "a", reason: "status 410");
            EventRows.Add(connection, Now.AddDays(-61), "recovered");
            EventRows.Add(connection, Now.AddDays(-59), "recovered");
        });

        var pruned = await fixture.PruneAsync();

        var left = await fixture.Ledger.ReadAsync(connection => connection.All(
            "SELECT kind || ' ' || at FROM events ORDER BY seq", row => row.String(0)));
        Assert.AreEqual(2, pruned.Events);
        CollectionAssert.AreEqual(
            new[] { "removed 2025-12-30", "recovered 2026-01-01", "pruned 2026-03-01" }, left.Select(text => text.Split('T')[0]).ToArray());
    }

    [TestMethod]
    public async Task Prune_Key_GoesWithItsJobAndMayThenAddAnother()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var (old, young) = (fixture.Rows.NewRun(RunState.Succeeded), fixture.Rows.NewRun(RunState.Succeeded));
        await AddOnceAsync(fixture, "old", old with { Created = Now.AddDays(-31), Finished = Now.AddDays(-31) });
        await AddOnceAsync(fixture, "young", young with { Created = Now.AddDays(-31), Finished = Now.AddDays(-29) });

        var pruned = await fixture.PruneAsync();

        Assert.AreEqual((1L, 1L), (pruned.Runs, pruned.Keys));
        Assert.AreEqual((Added.Before, young.Id), await AddOnceAsync(fixture, "young", fixture.Rows.NewRun()));
        Assert.AreEqual(Added.New, (await AddOnceAsync(fixture, "old", fixture.Rows.NewRun())).Result);
    }

    [TestMethod]
    // what a key has in it
    [DataRow("quote \", backslash \\, {brace}, comma")]
    [DataRow("NULL")]
    [DataRow("\u00e4\u20ac")]
    public async Task Prune_KeyOfAnyText_GoesAlone(string text)
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var old = fixture.Rows.NewRun(RunState.Succeeded) with { Created = Now.AddDays(-31), Finished = Now.AddDays(-31) };
        await AddOnceAsync(fixture, text, old);
        await AddOnceAsync(fixture, "young", fixture.Rows.NewRun());

        var pruned = await fixture.PruneAsync();

        Assert.AreEqual((1L, 1L), (pruned.Runs, pruned.Keys));
        Assert.AreEqual("young", await fixture.Ledger.ReadAsync(connection => connection.Scalar("SELECT key FROM idempotency")));
    }

    [TestMethod]
    public async Task Keys_OneThatAddsAnotherJobBeforeItGoes_Stays()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        await AddOnceAsync(fixture, "gone", fixture.Rows.NewRun());
        await AddOnceAsync(fixture, "order-17", fixture.Rows.NewRun());
        await fixture.WriteAsync(connection => connection.Execute("DELETE FROM runs"));
        var orphans = await fixture.Ledger.ReadAsync(connection => PruneReads.Keys(connection, "", limit: 10));
        var next = fixture.Rows.NewRun();
        await AddOnceAsync(fixture, "order-17", next);

        await fixture.WriteAsync(connection => PruneWrites.Keys(connection, [.. orphans.Select(key => (key.Key, key.JobId))]));

        Assert.AreEqual((Added.Before, next.Id), await AddOnceAsync(fixture, "order-17", fixture.Rows.NewRun()));
        Assert.AreEqual(1, await fixture.NumberAsync("SELECT count(*) FROM idempotency"));
    }

    [TestMethod]
    public async Task AddOnce_KeyWhoseJobIsPrunedAlready_AddsAnother()
    {
        await using var fixture = new PruningFixture(await NewFixtureAsync());
        var (gone, next) = (fixture.Rows.NewRun(), fixture.Rows.NewRun());
        await AddOnceAsync(fixture, "order-17", gone);
        await fixture.WriteAsync(connection => connection.Execute("DELETE FROM runs"));

        var added = await AddOnceAsync(fixture, "order-17", next);
        var again = await AddOnceAsync(fixture, "order-17", fixture.Rows.NewRun());

        Assert.AreEqual(((Added.New, next.Id), (Added.Before, next.Id)), (added, again));
    }

    private static Task<(Added Result, string? Id)> AddOnceAsync(PruningFixture fixture, string key, Run run) =>
        fixture.Ledger.WriteAsync(connection => IdempotencyRows.AddOnce(
            connection, new IdempotencyKey(key, "hash"), run.Id, run.Created, () => RunWrites.Add(connection, run, owner: null)));

    private static RunState StateOf(char letter) => letter switch
    {
        's' => RunState.Succeeded,
        'f' => RunState.Failed,
        'c' => RunState.Cancelled,
        'm' => RunState.Missed,
        _ => RunState.Pending,
    };
}
