using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Sqlite;
using JobQueue.Scheduler.Clock;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Scheduler.Tests;

/// <summary>Jobs and queues of one process among several that work on a ledger.</summary>
[TestClass]
public sealed class SharedLedgerTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly TempFolder _folder = new();
    private readonly SharedCluster _cluster = new();
    private readonly SharedEngine _engine;
    private readonly Ledger _ledger;
    private readonly HttpSender _sender = new(() => [], TimeProvider.System);
    private readonly QuartzClock _clock = new(TimeProvider.System, NullLogger<QuartzClock>.Instance);
    private readonly RunQueue _queue;
    private readonly Recurring _recurring;

    public SharedLedgerTests()
    {
        _engine = new SharedEngine(SqliteEngine.Open(_folder.File("jobqueue.db")), _cluster);
        _ledger = new Ledger(_engine, NullLogger.Instance);
        var dispatcher = new Dispatcher(_ledger, _sender, TimeProvider.System, new Random(1), NullLogger<Dispatcher>.Instance);
        _queue = new RunQueue(_ledger, dispatcher, TimeProvider.System, new QueueLimits(1), NullLogger<RunQueue>.Instance);
        _recurring = new Recurring(_ledger, _queue, _clock, TimeProvider.System, new SchedulerOptions());
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(101)]
    public async Task EarliestDueAsync_DuesThatAnotherProcessEntered_AreNotLate(int jobs)
    {
        await _clock.PrepareAsync(CancellationToken.None);
        await Task.WhenAll(Enumerable.Range(0, jobs).Select(async number => await OccurElsewhereAsync(await AddAsync($"job {number}"))));

        var earliest = await _recurring.EarliestDueAsync(TimeSpan.FromMinutes(1));

        Assert.IsGreaterThan(Now, earliest!.Value);
    }

    [TestMethod]
    public async Task EarliestDueAsync_DueThatNobodyEntered_IsLate()
    {
        var late = await LiveAsync();
        await OccurElsewhereAsync(await AddAsync("b"));

        var earliest = await _recurring.EarliestDueAsync(TimeSpan.FromMinutes(1));

        Assert.AreEqual(late.Next, earliest);
    }

    [TestMethod]
    public async Task EarliestDueAsync_JobThatAnotherProcessRemoved_IsNotLate()
    {
        var live = await LiveAsync();
        await _ledger.WriteAsync(connection => JobWrites.Remove(connection, live.Job.Id, who: null, reason: null, runId: null, Now));

        Assert.IsNull(await _recurring.EarliestDueAsync(TimeSpan.FromMinutes(1)));
    }

    [TestMethod]
    public async Task ScheduleOnceAsync_ClockFarAheadOfTheLedger_IsEnteredByTheLedgersTime()
    {
        _cluster.Ahead = TimeSpan.FromHours(1);
        _cluster.Hinder("its clock is off");
        var commands = Commands();
        var due = await commands.NowAsync();

        var (_, _, entered) = await commands.ScheduleOnceAsync(due, new JobRequest { Uri = "/" }, JobPolicy.Default, requestedBy: null, key: null);

        Assert.AreEqual((due, RunState.Pending), (entered!.Due, entered.State));
        Assert.IsInRange(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(61), TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(59), due);
        Assert.IsGreaterThanOrEqualTo(due, entered.Created);
    }

    [TestMethod]
    public async Task ScheduleOnceAsync_LedgersClockWasSetAsWell_IsEnteredByThatTime()
    {
        _cluster.Ahead = TimeSpan.FromHours(1);
        _cluster.Hinder("its clock seems off");
        _cluster.Measure = () =>
        {
            _cluster.Ahead = TimeSpan.Zero;
            _cluster.Hinder(null);
            return true;
        };

        var (_, _, entered) = await Commands().ScheduleOnceAsync(Now, new JobRequest { Uri = "/" }, JobPolicy.Default, requestedBy: null, key: null);

        Assert.IsGreaterThanOrEqualTo(Now, entered!.Created);
    }

    [TestMethod]
    public async Task ScheduleOnceAsync_NobodySaysHowFarTheClockIsOff_IsRefusedForNow()
    {
        _cluster.Measure = () => false;

        var refused = await Assert.ThrowsExactlyAsync<LedgerException>(() =>
            Commands().ScheduleOnceAsync(Now, new JobRequest { Uri = "/" }, JobPolicy.Default, requestedBy: null, key: null));

        Assert.IsTrue(refused.IsPassing);
    }

    [TestMethod]
    public async Task NextDue_ClockFarAheadOfTheLedger_IsTheNextByTheLedgersTime()
    {
        var live = await LiveAsync();
        _cluster.Ahead = TimeSpan.FromHours(1);
        _cluster.Hinder("its clock is off");

        Assert.AreEqual(live.Job.Anchor.AddHours(1), _recurring.NextDue(live.Job.Id));
    }

    [TestMethod]
    public async Task DueAsync_NothingChangedElsewhere_WakesNobody()
    {
        var live = await LiveAsync();
        var changes = 0;
        _recurring.Changed += () => changes++;

        await _recurring.DueAsync(live.Job.Id, Now);

        Assert.AreEqual((0, 1L), (changes, await CountAsync()));
    }

    [TestMethod]
    public async Task SyncAsync_NoticeOfAnotherProcess_WakesWhoWatches()
    {
        var live = await LiveAsync();
        var changes = 0;
        _recurring.Changed += () => changes++;

        await _recurring.SyncAsync(live.Job.Id);

        Assert.AreEqual(1, changes);
    }

    [TestMethod]
    public async Task SetAsync_ClockThatFails_LetsTheJobLive()
    {
        var live = await LiveAsync();
        var other = LiveJob.From(live.Job with { Id = RunId.New(Now), Identity = "b" }, Now)!;
        await _clock.DisposeAsync();

        await _recurring.SetAsync(other, CancellationToken.None);

        Assert.IsNotNull(_recurring.Find(other.Job.Id));
    }

    [TestMethod]
    public async Task RemoveAsync_ClockThatFails_LetsTheJobEnd()
    {
        var live = await LiveAsync();
        await _clock.DisposeAsync();

        await _recurring.RemoveAsync(live.Job.Id);

        Assert.IsNull(_recurring.Find(live.Job.Id));
    }

    [TestMethod]
    public async Task DueAsync_LedgerThatIsAwayForAMoment_EntersTheOccurrence()
    {
        var live = await LiveAsync();
        _engine.ReadersThatFail = 1;

        await _recurring.DueAsync(live.Job.Id, Now);

        Assert.AreEqual(1L, await CountAsync());
    }

    [TestMethod]
    public async Task DueAsync_ClockThatIsOff_EntersNothing()
    {
        var live = await LiveAsync();
        _cluster.Hinder("off by an hour");

        await _recurring.DueAsync(live.Job.Id, Now);

        Assert.AreEqual(0L, await CountAsync());
    }

    [TestMethod]
    public async Task TakeUpAsync_AnotherNodeHasCountedSomeOfTheMissed_CountsEachOnce()
    {
        var live = await LiveAsync();
        var older = live.Job with { Anchor = live.Job.Anchor.AddDays(-1) };
        var first = LiveJob.From(older, Now)!.Schedule.NextAfter(Now.AddDays(-1))!.Value;
        await _ledger.WriteAsync(connection => JobWrites.NotRun(
            connection, Occurrences.RunOf(live.Job, first, Now), RunState.Missed, "nothing ran at that time (catch-up none)", first.AddHours(2), 3));

        await _recurring.TakeUpAsync([(older, Now.AddDays(-1))], CancellationToken.None);

        Assert.AreEqual(24L, await _ledger.ReadAsync(connection => connection.Scalar("SELECT sum(count) FROM runs WHERE state = 'missed'")));
    }

    [TestMethod]
    public async Task TakeUpAsync_ClockThatIsOff_MissesNothing()
    {
        var live = await LiveAsync();
        _cluster.Hinder("off by a day");

        await _recurring.TakeUpAsync([(live.Job, Now.AddDays(-1))], CancellationToken.None);

        Assert.AreEqual(0L, await CountAsync());
    }

    [TestMethod]
    public async Task Wake_ClockThatIsOff_LeavesTheLedgerAlone()
    {
        await _queue.StartAsync();
        _cluster.Hinder("off by an hour");
        await EnterAsync();
        var before = _cluster.Asked;

        for (var write = 0; write < 20; write++)
            await _ledger.WriteAsync(_ => true);

        Assert.IsLessThanOrEqualTo(2, _cluster.Asked - before);
    }

    [TestMethod]
    public async Task Enter_ClockThatIsRightAgain_TakesASlotAtOnce()
    {
        await _queue.StartAsync();
        _cluster.Hinder("off by an hour");
        var run = await EnterAsync();
        await _ledger.WriteAsync(connection => RunWrites.Cancel(connection, run.Id, who: null, reason: null, Now));
        _cluster.Hinder(null);
        _queue.Wake(run.Policy.Queue);
        await _ledger.WriteAsync(_ => true);
        await _ledger.WriteAsync(_ => true);

        var slot = _queue.Queues.Slots(run.Policy.Queue).TakeForNew();

        Assert.IsNotNull(slot);
    }

    [TestMethod]
    public async Task PauseAsync_OthersThatDoNotAnswer_StaysPaused()
    {
        _cluster.Unsettled = new LedgerException("away") { IsPassing = true };

        await Assert.ThrowsExactlyAsync<LedgerException>(() => _queue.Queues.PauseAsync("mail", who: null, reason: null));

        Assert.IsTrue(_queue.Queues.Slots("mail").Look().IsPaused);
    }

    public async ValueTask DisposeAsync()
    {
        _recurring.Dispose();
        await _clock.DisposeAsync();
        await _ledger.DisposeAsync();
        _sender.Dispose();
        _folder.Dispose();
    }

    private JobCommands Commands() =>
        new(_ledger, _queue, _recurring, new Waiting(_ledger, _queue, _clock, TimeProvider.System), TimeProvider.System);

    private async Task<LiveJob> LiveAsync()
    {
        await _clock.PrepareAsync(CancellationToken.None);
        return await AddAsync("a");
    }

    private Task OccurElsewhereAsync(LiveJob live) => _ledger.WriteAsync(connection =>
        JobWrites.Occur(connection, live.Job.Id, Occurrences.RunOf(live.Job, live.Next!.Value, Now) with { State = RunState.Pending }, null, false));

    // A job that was due half an hour ago, as far as this process knows.
    private async Task<LiveJob> AddAsync(string identity)
    {
        var job = new RecurringJob
        {
            Id = RunId.New(Now),
            Identity = identity,
            Schedule = "@every 1h",
            TimeZone = "Etc/UTC",
            Anchor = Now.AddHours(-1.5),
            Source = RecurringJob.ApiSource,
            Fingerprint = "a",
            Request = new JobRequest { Uri = "/a" },
            Policy = JobPolicy.Default,
            Created = Now.AddHours(-2),
        };
        var live = LiveJob.From(job, Now.AddHours(-1))!;
        await _ledger.WriteAsync(connection =>
        {
            JobRows.Put(connection, live.Job);
            return true;
        });
        await _recurring.SetAsync(live, CancellationToken.None);
        return live;
    }

    private async Task<Run> EnterAsync()
    {
        var run = JobCommands.OneTime(Now, Now, new JobRequest { Uri = "/a" }, JobPolicy.Default, requestedBy: null);
        await _queue.EnterAsync(run, RunWrites.Add, isAdded => isAdded);
        return run;
    }

    private async Task<long> CountAsync() =>
        (long)(await _ledger.ReadAsync(connection => connection.Scalar("SELECT count(*) FROM runs WHERE cause = 'schedule'")))!;
}
