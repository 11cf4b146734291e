using JobQueue.Jobs.Events;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>What the feed tells of a ledger that is watched.</summary>
public abstract class LedgerWatchConformance : StoreConformance
{
    [TestMethod]
    public async Task WatchAsync_RunFromAddToFinish_IsToldInOrderAsItIsOnDisk()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.Ledger.WatchAsync();
        var run = fixture.NewRun(policy: new JobPolicy { Name = "nightly" });

        await fixture.AddAsync(run);
        await EventsAsync(fixture, 1);
        var claimed = (await fixture.ClaimAsync())[0];
        await EventsAsync(fixture, 2);
        await fixture.FinishAsync(claimed, LedgerFixture.Finish(RunState.Succeeded, 200));

        var events = (await EventsAsync(fixture, 3)).Cast<RunChanged>().ToList();
        CollectionAssert.AreEqual(
            new[] { RunState.Pending, RunState.Running, RunState.Succeeded }, events.Select(what => what.Run.State).ToArray());
        Assert.AreEqual((run.Id, run.Id, "nightly"), (events[2].Run.Id, events[2].JobId, events[2].JobName));
        Assert.AreEqual((1, 200, LedgerFixture.Now), (events[2].Run.Attempt, events[2].Run.Status, events[2].Run.Finished));
    }

    [TestMethod]
    public async Task WatchAsync_ChangesOfOneTransaction_AreOneEventOfTheRun()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.Ledger.WatchAsync();
        var run = fixture.NewRun();

        await fixture.Ledger.WriteAsync(connection =>
        {
            RunWrites.Add(connection, run, owner: null);
            return RunWrites.Claim(connection, "default", 1, "me", LedgerFixture.Now);
        });
        await fixture.AddAsync(fixture.NewRun());
        var events = await EventsAsync(fixture, 2);

        Assert.AreEqual((run.Id, RunState.Running), (((RunChanged)events[0]).Run.Id, ((RunChanged)events[0]).Run.State));
        Assert.AreNotEqual(run.Id, events[1].JobId);
    }

    [TestMethod]
    public async Task WatchAsync_OperationThatThrows_IsNotTold()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.Ledger.WatchAsync();

        await Assert.ThrowsExactlyAsync<InvalidOperationException>(() => fixture.Ledger.WriteAsync<bool>(connection =>
        {
            RunWrites.Add(connection, fixture.NewRun(), owner: null);
            throw new InvalidOperationException();
        }));
        await fixture.AddAsync(fixture.NewRun(policy: new JobPolicy { Name = "after" }));

        Assert.AreEqual("after", (await EventsAsync(fixture, 1)).Single().JobName);
    }

    [TestMethod]
    // Reason given, reason told
    [DataRow("the server: is down", "the server: is down")]
    [DataRow(null, null)]
    public async Task WatchAsync_QueuePausedAndResumed_IsToldWithWhoAndWhy(string? given, string? told)
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.Ledger.WatchAsync();

        await fixture.Ledger.WriteAsync(connection => QueueRows.SetPaused(connection, "mails", isPaused: true, "anna", given, LedgerFixture.Now));
        await fixture.Ledger.WriteAsync(connection => QueueRows.SetPaused(connection, "mails", isPaused: false, "anna", null, LedgerFixture.Now));

        CollectionAssert.AreEqual(
            new[]
            {
                new QueueChanged("mails", new JobEvent(LedgerFixture.Now, "paused", null, "anna", told)),
                new QueueChanged("mails", new JobEvent(LedgerFixture.Now, "resumed", null, "anna", null)),
            },
            (await EventsAsync(fixture, 2)).ToArray());
    }

    [TestMethod]
    public async Task WatchAsync_ResponsesHoldAQueueBack_IsToldWhenItBegins()
    {
        await using var fixture = await NewFixtureAsync();
        var until = LedgerFixture.Now.AddMinutes(10);
        Run[] runs = [await RunningAsync(fixture), await RunningAsync(fixture), await RunningAsync(fixture)];
        await fixture.Ledger.WatchAsync();

        await fixture.FinishAsync(runs[0], Held(LedgerFixture.Now, until));
        await fixture.FinishAsync(runs[1], Held(LedgerFixture.Now.AddMinutes(1), until.AddMinutes(1)));
        await fixture.FinishAsync(runs[2], Held(until.AddMinutes(1), until.AddMinutes(11)));

        CollectionAssert.AreEqual(
            new[]
            {
                new QueueChanged(
                    "default", new JobEvent(LedgerFixture.Now, "held", runs[0].Id, null, "429 asks to wait until 2026-03-01T12:10:00Z")),
                new QueueChanged(
                    "default", new JobEvent(until.AddMinutes(1), "held", runs[2].Id, null, "429 asks to wait until 2026-03-01T12:21:00Z")),
            },
            (await EventsAsync(fixture, 5)).OfType<QueueChanged>().ToArray());
    }

    [TestMethod]
    public async Task WatchAsync_JobPausedAndRemovedByItsStatus_IsToldWithWhoAndWhy()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync(new JobPolicy { Name = "nightly" });
        await fixture.Ledger.WatchAsync();

        await fixture.Ledger.WriteAsync(connection => JobWrites.Pause(connection, job.Id, "anna", "too loud", LedgerFixture.Now));
        await EventsAsync(fixture, 1);
        await fixture.Ledger.WriteAsync(connection => JobWrites.Remove(connection, job.Id, null, "status 410", "run-1", LedgerFixture.Now));

        CollectionAssert.AreEqual(
            new[]
            {
                new JobChanged(job.Id, "nightly", "paused", new JobEvent(LedgerFixture.Now, "paused", null, "anna", "too loud")),
                new JobChanged(job.Id, "nightly", "removed", new JobEvent(LedgerFixture.Now, "removed", "run-1", null, "status 410")),
            },
            (await EventsAsync(fixture, 2)).ToArray());
    }

    [TestMethod]
    public async Task WatchAsync_OneTimeJobPaused_IsAJobAndItsRun()
    {
        await using var fixture = await NewFixtureAsync();
        var run = fixture.NewRun(RunState.Scheduled, notBefore: LedgerFixture.Now.AddHours(1));
        await fixture.AddAsync(run);
        await fixture.Ledger.WatchAsync();

        await fixture.Ledger.WriteAsync(connection =>
            RunWrites.SetPaused(connection, run.Id, isPaused: true, null, null, LedgerFixture.Now));

        var events = await EventsAsync(fixture, 2);
        Assert.AreEqual((FeedKind.Run, FeedKind.Job), (events[0].Kind, events[1].Kind));
        Assert.AreEqual((run.Id, "paused"), (events[1].JobId, ((JobChanged)events[1]).State));
    }

    [TestMethod]
    public async Task WatchAsync_LargeRequestAndError_AreNotHeldInTheFeed()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.Ledger.WatchAsync();
        var request = new JobRequest { Uri = "/work", Method = "POST", Body = new byte[1000], Headers = [new("X-A", "1")], User = "anna" };

        await fixture.AddAsync(fixture.NewRun() with { Request = request, Error = new string('x', 5000) });

        var run = ((RunChanged)(await EventsAsync(fixture, 1)).Single()).Run;
        Assert.AreEqual(("POST", "/work", "anna"), (run.Request.Method, run.Request.Uri, run.Request.User));
        Assert.AreEqual((0, 0, 1001), (run.Request.Body.Length, run.Request.Headers.Count, run.Error!.Length));
    }

    [TestMethod]
    public async Task WatchAsync_MoreChangesThanTheFeedHolds_LosesReadersInsteadOfTellingThem()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.Ledger.WatchAsync();
        var place = fixture.Ledger.Feed.End;

        await fixture.Ledger.WriteAsync(connection => Enumerable.Range(0, EventFeed.UsualCapacity + 1)
            .Count(_ => RunWrites.Add(connection, fixture.NewRun(), owner: null)));
        await fixture.Ledger.Feed.WaitForLossAsync(place);
        await fixture.AddAsync(fixture.NewRun(policy: new JobPolicy { Name = "last" }));
        await fixture.Ledger.Feed.WaitForAsync("last");

        Assert.IsTrue(fixture.Ledger.Feed.Read(place, most: 10).IsLost);
        Assert.HasCount(1, fixture.Ledger.Feed.Read(fixture.Ledger.Feed.End - 1, most: 10).Events);
    }

    [TestMethod]
    // Whether somebody reads, events of a run added then, whether who was there before is lost
    [DataRow(true, 1, false)]
    [DataRow(false, 0, true)]
    public async Task UnwatchAsync_ReadOrNot_GoesOnOrLosesWhoComesBack(bool isRead, int events, bool isLost)
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.Ledger.WatchAsync();
        var place = fixture.Ledger.Feed.End;

        await fixture.Ledger.UnwatchAsync(() => isRead);
        var after = fixture.Ledger.Feed.End;
        await fixture.AddAsync(fixture.NewRun());
        await fixture.Ledger.WatchAsync();
        await fixture.AddAsync(fixture.NewRun(policy: new JobPolicy { Name = "last" }));
        await fixture.Ledger.Feed.WaitForAsync("last");

        Assert.HasCount(events + 1, fixture.Ledger.Feed.Read(after, most: 10).Events);
        Assert.AreEqual(isLost, fixture.Ledger.Feed.Read(place, most: 10).IsLost);
    }

    [TestMethod]
    public async Task WriteAsync_NotWatched_TellsNothing()
    {
        await using var fixture = await NewFixtureAsync();

        await fixture.AddAsync(fixture.NewRun());
        await fixture.Ledger.WatchAsync();
        await fixture.AddAsync(fixture.NewRun(policy: new JobPolicy { Name = "watched" }));

        Assert.AreEqual("watched", (await EventsAsync(fixture, 1)).Single().JobName);
    }

    private static async Task<Run> RunningAsync(LedgerFixture fixture)
    {
        await fixture.AddAsync(fixture.NewRun());
        return (await fixture.ClaimAsync())[0];
    }

    private static RunFinish Held(DateTimeOffset at, DateTimeOffset until) =>
        new() { State = RunState.Failed, At = at, Status = 429, HoldQueueUntil = until };

    private static Task<IReadOnlyList<FeedEvent>> EventsAsync(LedgerFixture fixture, int count) => fixture.Ledger.Feed.ReadAllAsync(count);
}
