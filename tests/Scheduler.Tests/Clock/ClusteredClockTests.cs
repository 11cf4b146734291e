using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JobQueue.Scheduler.Tests.Clock;

[TestClass]
public sealed class ClusteredClockTests
{
    // A row that was written has another.
    private const string Versions =
        "SELECT string_agg(t.xmin || ' ' || p.xmin, ',') FROM qrtz_triggers t JOIN qrtz_simprop_triggers p USING (trigger_name) WHERE trigger_name = 'stays'";

    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(30);

    // A node that nobody wakes looks later.
    private static readonly TimeSpan Woken = LongWait / 2;

    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    [TestMethod]
    public async Task Due_TwoNodes_FireEachDueOfAScheduleOnceAndNotEarly()
    {
        await using var cluster = await TestCluster.NewAsync();
        var a = await cluster.StartAsync("a");
        await cluster.StartAsync("b");
        TimedJob[] jobs =
        [
            TimedJobs.Of("every", "@every 1s", _now),
            TimedJobs.Of("ticks", "@every 1s", _now.AddTicks(1_234_567)),
            TimedJobs.Of("jitter", "@every 1s", _now, TimeSpan.FromSeconds(3)),
            TimedJobs.Of("minutes", "* * * * *", _now.AddMinutes(-2)),
        ];

        await a.SetAsync(jobs, CancellationToken.None);
        var firings = await cluster.TakeAsync(30);

        Assert.IsEmpty(firings.Where(firing => firing.At < firing.Due));
        var dues = firings.Select(firing => (firing.Job, firing.Due)).Order().ToList();
        CollectionAssert.AllItemsAreUnique(dues);
        CollectionAssert.AreEqual(jobs.SelectMany(job => Dues(job, dues.Count(due => due.Job == job.Id))).Order().ToList(), dues);
    }

    [TestMethod]
    public async Task Due_ClustersInTwoSchemas_FireEachItsOwn()
    {
        var clusters = await TestCluster.NewAsync("jobqueue", "staging");
        await using var cluster = clusters[0];
        await using var other = clusters[1];
        await using var preparing = await cluster.HoldPreparationAsync();
        var there = await other.StartAsync("a");
        await preparing.DisposeAsync();
        var here = await cluster.StartAsync("a");

        await here.SetAsync([TimedJobs.Of("here", "@every 1s", _now)], CancellationToken.None);
        await there.SetAsync([TimedJobs.Of("there", "@every 1s", _now)], CancellationToken.None);
        var (firedHere, firedThere) = (await cluster.TakeAsync(3), await other.TakeAsync(3));

        CollectionAssert.AreEqual(new[] { "here", "here", "here" }, firedHere.ConvertAll(firing => firing.Job));
        CollectionAssert.AreEqual(new[] { "there", "there", "there" }, firedThere.ConvertAll(firing => firing.Job));
    }

    [TestMethod]
    public async Task Prepare_WhileAnotherVersionDoes_Waits()
    {
        await using var cluster = await TestCluster.NewAsync();
        await using var preparing = await cluster.HoldPreparationAsync();

        var prepared = cluster.PrepareAsync("a");
        await cluster.WaitForAsync(
            "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory')", true);
        Assert.IsFalse(prepared.IsCompleted);
        await preparing.DisposeAsync();

        await prepared;
    }

    [TestMethod]
    public async Task Prepare_TakesLongerThanATransactionMayBeIdle_KeepsOthersWaiting()
    {
        await using var cluster = await TestCluster.NewAsync();
        await using var slow = await cluster.HoldSchemaAsync();

        var prepared = cluster.PrepareAsync("a");
        await cluster.WaitForAsync(
            """
            SELECT count(*) FROM pg_stat_activity JOIN pg_locks USING (pid)
            WHERE datname = current_database() AND locktype = 'advisory' AND granted AND state_change < clock_timestamp() - interval '6 s'
            """,
            1L);
        await slow.DisposeAsync();

        await prepared;
    }

    [TestMethod]
    public async Task Prepare_NoConnectionLeft_IsRefusedOnOneLine()
    {
        var server = await SharedPostgres.ServerAsync();
        var settings = new NpgsqlConnectionStringBuilder(await server.NewDatabaseAsync()) { Username = "crowded" };
        await server.SqlAsync(settings.Database!, "CREATE ROLE crowded LOGIN CONNECTION LIMIT 0");
        await using var clock = new QuartzClock(
            TimeProvider.System, NullLogger<QuartzClock>.Instance, new ClockCluster(settings.ConnectionString, "a"));

        var refused = await Assert.ThrowsExactlyAsync<LedgerException>(() => clock.PrepareAsync(CancellationToken.None));

        Assert.AreEqual(
            $"PostgreSQL at 127.0.0.1:{settings.Port}, database {settings.Database} cannot be opened as a ledger "
            + "(too many connections for role \"crowded\"). Raise max_connections, or let fewer programs connect.",
            refused.Message);
    }

    [TestMethod]
    public async Task Due_LongPast_FiresWithItsOwnDue()
    {
        await using var cluster = await TestCluster.NewAsync();
        var clock = await cluster.StartAsync("a");

        await clock.SetAsync([TimedJobs.Of("job", "@every 1h", _now.AddHours(-1.5))], CancellationToken.None);
        var firings = await cluster.TakeAsync(2);

        CollectionAssert.AreEquivalent(
            new[] { _now.AddHours(-1.5), _now.AddHours(-0.5) }, firings.ConvertAll(firing => firing.Due));
    }

    [TestMethod]
    public async Task Due_NodeThatDiedWhileItFired_FiresOnAnother()
    {
        await using var cluster = await TestCluster.NewAsync();
        var never = new TaskCompletionSource();
        var dies = await cluster.StartAsync("dies", fires: never.Task);
        await dies.SetAsync([TimedJobs.Of("job", "@every 1h", _now.AddMinutes(-1))], CancellationToken.None);
        var fired = (await cluster.TakeAsync(1))[0];
        await cluster.StartAsync("lives");

        await cluster.CutOffAsync(dies);
        var again = (await cluster.TakeAsync(1))[0];

        Assert.AreEqual(("lives", "job"), (again.Node, again.Job));
        Assert.IsInRange(fired.Due, fired.At, again.Due);
    }

    [TestMethod]
    public async Task Due_NodeThatWasStoppedWhileItHeldTheLock_FiresOnAnother()
    {
        await using var cluster = await TestCluster.NewAsync();
        var lives = await cluster.StartAsync("lives");
        await using var stopped = await cluster.HoldLockAsync("stopped");

        var set = lives.SetAsync([TimedJobs.Of("job", "@every 1h", _now.AddMinutes(-1))], CancellationToken.None);
        var fired = (await cluster.TakeAsync(1))[0];
        await set;

        Assert.AreEqual(("lives", "job"), (fired.Node, fired.Job));
    }

    [TestMethod]
    public async Task Set_TransactionThatLocksInAnotherOrder_IsDoneAfterIt()
    {
        await using var cluster = await TestCluster.NewAsync();
        var clock = await cluster.PrepareAsync("a");
        await clock.SetAsync([TimedJobs.Of("job", "@every 1h", _now)], CancellationToken.None);
        await using var other = await cluster.HoldTriggersAsync();

        var setting = clock.SetAsync([TimedJobs.Of("job", "@every 2h", _now)], CancellationToken.None);
        await cluster.WaitForAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'", 1L);
        await using var meet = new NpgsqlCommand("SELECT * FROM qrtz_locks FOR UPDATE; COMMIT", other);
        await meet.ExecuteNonQueryAsync();
        await setting;

        Assert.AreEqual("@every 2h", await cluster.SqlAsync("SELECT str_prop_1 FROM qrtz_simprop_triggers"));
    }

    [TestMethod]
    public async Task Due_NodeThatDiedBeforeItFired_FiresOnAnother()
    {
        await using var cluster = await TestCluster.NewAsync();
        var dies = await cluster.StartAsync("dies", LongWait);
        var job = TimedJobs.Of("job", "@every 1h", TimeProvider.System.GetUtcNow().AddSeconds(15));
        await dies.SetAsync([job], CancellationToken.None);
        await cluster.WaitForAsync("SELECT count(*) FROM qrtz_triggers WHERE trigger_state = 'ACQUIRED'", 1L);
        await cluster.StartAsync("lives");

        await cluster.CutOffAsync(dies);
        var fired = (await cluster.TakeAsync(1))[0];

        Assert.AreEqual(("lives", job.Definition.Anchor), (fired.Node, fired.Due));
    }

    [TestMethod]
    public async Task WakeAsync_TriggerOfAnotherNode_FiresInTime()
    {
        await using var cluster = await TestCluster.NewAsync();
        var sets = await cluster.PrepareAsync("sets");
        var fires = await cluster.StartAsync("fires", LongWait);
        await fires.SetAsync([TimedJobs.Of("first", "@every 1h", TimeProvider.System.GetUtcNow())], CancellationToken.None);
        await cluster.TakeAsync(1);
        var due = TimeProvider.System.GetUtcNow().AddMilliseconds(300);

        await sets.SetAsync([TimedJobs.Of("job", "@every 1h", due)], CancellationToken.None);
        await fires.WakeAsync(CancellationToken.None);
        var fired = (await cluster.TakeAsync(1))[0];

        Assert.AreEqual(("fires", due), (fired.Node, fired.Due));
        Assert.IsLessThan(Woken, fired.At - due);
    }

    [TestMethod]
    public async Task Due_DatabaseThatWasAway_GoesOnFiring()
    {
        if (PostgresServer.WhyMissing is { } why)
            Assert.Inconclusive(why);
        await using var server = await PostgresServer.StartAsync(isDurable: true);
        await using var cluster = new TestCluster(await server.NewDatabaseAsync());
        var clock = await cluster.StartAsync("a");
        await clock.SetAsync([TimedJobs.Of("job", "@every 1s", _now)], CancellationToken.None);
        await cluster.TakeAsync(3);

        await server.StopAsync(isImmediate: true);
        await server.StartAgainAsync();
        var back = TimeProvider.System.GetUtcNow();
        var fired = (await cluster.TakeUntilAsync(firing => firing.Due > back))[^1];

        Assert.IsLessThan(TimeSpan.FromSeconds(40), fired.At - back);
    }

    [TestMethod]
    public async Task PrepareAsync_FiveNodesAtOnceInAnEmptyDatabase_MakesTheTablesOnce()
    {
        await using var cluster = await TestCluster.NewAsync();

        await Task.WhenAll(Enumerable.Range(1, 5).Select(number => cluster.PrepareAsync($"node{number}")));

        Assert.AreEqual(1L, await cluster.SqlAsync("SELECT count(*) FROM jobqueue.qrtz_job_details"));
    }

    [TestMethod]
    public async Task ReconcileAsync_JobsAddedChangedAndGone_CountsThemAndLeavesTheRest()
    {
        await using var cluster = await TestCluster.NewAsync();
        var clock = await cluster.PrepareAsync("a");
        var (stays, gone) = (TimedJobs.Of("stays", "5 4 * * *", _now), TimedJobs.Of("gone", "@daily", _now));
        var first = await TestCluster.ReconcileAsync(clock, stays, gone, TimedJobs.Of("changes", "@weekly", _now));
        var untouched = await cluster.SqlAsync(Versions);

        var second = await TestCluster.ReconcileAsync(clock, stays, TimedJobs.Of("changes", "@yearly", _now), TimedJobs.Of("new", "@daily", _now));

        Assert.AreEqual((new Reconciled(3, 0, 0), new Reconciled(1, 1, 1)), (first, second));
        Assert.AreEqual(untouched, await cluster.SqlAsync(Versions));
    }

    [TestMethod]
    public async Task SetAsync_TriggerThatLagsBehindTheLedger_IsReplaced()
    {
        await using var cluster = await TestCluster.NewAsync();
        var clock = await cluster.PrepareAsync("a");
        var job = TimedJobs.Of("job", "@every 1s", _now.AddHours(-1));
        await clock.SetAsync([job], CancellationToken.None);

        var reconciled = await TestCluster.ReconcileAsync(clock, job with { After = _now });

        Assert.AreEqual(new Reconciled(0, 1, 0), reconciled);
        Assert.AreEqual(_now.AddSeconds(1).UtcTicks, await cluster.SqlAsync("SELECT next_fire_time FROM qrtz_triggers"));
    }

    [TestMethod]
    public async Task ReconcileAsync_TriggerThatALivingNodeHasClaimedAndDoesNotFire_FiresAgain()
    {
        await using var cluster = await TestCluster.NewAsync();
        var clock = await cluster.StartAsync("a");
        var job = TimedJobs.Of("stuck", "@every 1h", _now.AddMinutes(-59.5));
        await clock.SetAsync([job], CancellationToken.None);
        var fired = (await cluster.TakeAsync(1))[0].Due;
        await cluster.WaitForAsync("SELECT trigger_state FROM qrtz_triggers", "WAITING");
        await cluster.SqlAsync($"UPDATE qrtz_triggers SET trigger_state = 'ACQUIRED', next_fire_time = {fired.UtcTicks}");

        var isBehind = await clock.IsBehindAsync(CancellationToken.None);
        var reconciled = await TestCluster.ReconcileAsync(clock, job);

        Assert.AreEqual((true, 1), (isBehind, reconciled.Replaced));
        Assert.AreEqual(fired, (await cluster.TakeAsync(1))[0].Due);
    }

    [TestMethod]
    public async Task ReconcileAsync_DueThatFiredAndDidNotComeToTheLedger_FiresAgain()
    {
        await using var cluster = await TestCluster.NewAsync();
        var clock = await cluster.StartAsync("a");
        var job = TimedJobs.Of("job", "@every 1h", _now.AddMinutes(-2));
        await clock.SetAsync([job], CancellationToken.None);
        var fired = (await cluster.TakeAsync(1))[0].Due;
        await cluster.WaitForAsync("SELECT trigger_state FROM qrtz_triggers", "WAITING");

        var isBehind = await clock.IsBehindAsync(CancellationToken.None);
        var reconciled = await TestCluster.ReconcileAsync(clock, job);

        Assert.AreEqual((false, 1), (isBehind, reconciled.Replaced));
        Assert.AreEqual(fired, (await cluster.TakeAsync(1))[0].Due);
    }

    [TestMethod]
    public async Task ReconcileAsync_JobThatThisVersionCannotRead_KeepsItsTrigger()
    {
        await using var cluster = await TestCluster.NewAsync();
        var clock = await cluster.PrepareAsync("a");
        await clock.SetAsync([TimedJobs.Of("newer", "@daily", _now)], CancellationToken.None);

        var stored = await clock.StoredAsync(CancellationToken.None);
        var reconciled = await clock.ReconcileAsync(stored, [], new HashSet<string> { "newer" }, CancellationToken.None);

        Assert.AreEqual(new Reconciled(0, 0, 0), reconciled);
    }

    [TestMethod]
    public async Task SetHinderedAsync_NodeWhoseClockIsOff_FiresNothingUntilItIsRight()
    {
        await using var cluster = await TestCluster.NewAsync();
        var hindered = await cluster.StartAsync("hindered");
        await hindered.SetHinderedAsync(true, CancellationToken.None);
        await hindered.SetAsync([TimedJobs.Of("first", "@every 1h", _now.AddMinutes(-1))], CancellationToken.None);
        var right = await cluster.StartAsync("right");

        var first = (await cluster.TakeAsync(1))[0];
        await right.SetHinderedAsync(true, CancellationToken.None);
        await hindered.SetHinderedAsync(false, CancellationToken.None);
        await hindered.SetAsync([TimedJobs.Of("ticks", "@every 1s", _now)], CancellationToken.None);
        await cluster.TakeUntilAsync(firing => firing.Node == "hindered");

        Assert.AreEqual(("right", "first"), (first.Node, first.Job));
    }

    [TestMethod]
    public async Task RemoveAsync_Job_LeavesTheOthers()
    {
        await using var cluster = await TestCluster.NewAsync();
        var clock = await cluster.PrepareAsync("a");
        await clock.SetAsync([TimedJobs.Of("gone", "@daily", _now), TimedJobs.Of("stays", "@daily", _now)], CancellationToken.None);

        await clock.RemoveAsync(["gone"], CancellationToken.None);

        Assert.AreEqual("stays", await cluster.SqlAsync("SELECT string_agg(trigger_name, ',') FROM qrtz_triggers"));
    }

    // The first of a job.
    private static IEnumerable<(string Job, DateTimeOffset Due)> Dues(TimedJob job, int count)
    {
        var due = job.After;
        for (; count > 0; count--)
            yield return (job.Id, due = job.Schedule.NextAfter(due)!.Value);
    }
}
