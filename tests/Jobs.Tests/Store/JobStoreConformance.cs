using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

public abstract class JobStoreConformance : StoreConformance
{
    private static readonly DateTimeOffset Now = LedgerFixture.Now;

    [TestMethod]
    public async Task Occur_SameDueTwice_IsOneRun()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();

        var outcomes = await Task.WhenAll(fixture.OccurAsync(job, Now), fixture.OccurAsync(job, Now));

        CollectionAssert.AreEqual(new[] { Occurrence.Entered, Occurrence.Known }, outcomes);
        Assert.HasCount(1, await fixture.RunsOfAsync(job));
    }

    [TestMethod]
    public async Task Occur_WhileBusy_IsSkippedInOneRowWithACount()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.OccurAsync(job, Now);

        var outcomes = await Task.WhenAll(fixture.OccurAsync(job, Now.AddHours(1)), fixture.OccurAsync(job, Now.AddHours(2)));

        var skipped = (await fixture.RunsOfAsync(job))[0];
        CollectionAssert.AreEqual(new[] { Occurrence.Skipped, Occurrence.Skipped }, outcomes);
        Assert.AreEqual((RunState.Skipped, 2, Now.AddHours(1), Now.AddHours(2)), (skipped.State, skipped.Count, skipped.Due, skipped.Until));
        Assert.AreEqual("the run before it is not done (overlap skip)", skipped.Error);
        Assert.AreEqual(Occurrence.Known, await fixture.OccurAsync(job, Now.AddHours(2)), "a skipped occurrence is accounted for");
    }

    [TestMethod]
    public async Task Occur_AfterTheRunBeforeIsDone_IsEntered()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.OccurAsync(job, Now);
        await fixture.FinishAsync((await fixture.ClaimAsync()).Single(), LedgerFixture.Finish(RunState.Succeeded, 200));

        Assert.AreEqual(Occurrence.Entered, await fixture.OccurAsync(job, Now.AddHours(1)));
    }

    [TestMethod]
    public async Task Finish_RemoveDisposition_RemovesTheJobAndSaysWhy()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.OccurAsync(job, Now);
        var run = (await fixture.ClaimAsync()).Single();

        await fixture.FinishAsync(run, LedgerFixture.Finish(RunState.Failed, 410, Disposition.Remove));

        var events = await fixture.Ledger.ReadAsync(connection => EventRows.OfJob(connection, job.Id, 10));
        Assert.AreEqual(JobState.Removed, await fixture.StateAsync(job));
        Assert.AreEqual(("removed", "status 410 is in remove-on 410", run.Id), (events[0].Kind, events[0].Reason, events[0].RunId));
        Assert.AreEqual(Occurrence.JobGone, await fixture.OccurAsync(job, Now.AddHours(1)));
    }

    [TestMethod]
    public async Task Finish_PauseDisposition_PausesTheJobAndOccurrencesAreSkipped()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.OccurAsync(job, Now);

        await fixture.FinishAsync((await fixture.ClaimAsync()).Single(), LedgerFixture.Finish(RunState.Failed, 503, Disposition.Pause));

        Assert.AreEqual(JobState.Paused, await fixture.StateAsync(job));
        Assert.AreEqual(Occurrence.Skipped, await fixture.OccurAsync(job, Now.AddHours(1)));
        Assert.AreEqual("the job is paused", (await fixture.RunsOfAsync(job))[0].Error);
    }

    [TestMethod]
    public async Task Finish_RetryOfAJobPausedMeanwhile_IsHeldBackUntilResume()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.OccurAsync(job, Now);
        var run = (await fixture.ClaimAsync()).Single();
        await fixture.Ledger.WriteAsync(connection => JobWrites.Pause(connection, job.Id, "anna", "maintenance", Now));

        await fixture.FinishAsync(run, LedgerFixture.Finish(RunState.Pending, 503, Disposition.Retry));
        var whilePaused = await fixture.ClaimAsync();
        var queues = await fixture.Ledger.WriteAsync(connection => JobWrites.Resume(connection, job.Id, "anna", null, Now));

        Assert.IsEmpty(whilePaused);
        CollectionAssert.AreEqual(new[] { "default" }, queues);
        Assert.AreEqual((run.Id, 2), (await fixture.ClaimAsync()).Select(again => (again.Id, again.Attempt)).Single());
    }

    [TestMethod]
    public async Task Watched_JobsThatAreExpectedOrNot_AreThoseThatAreAndLive()
    {
        await using var fixture = await NewFixtureAsync();
        var expected = JobPolicy.Default with { ExpectEvery = TimeSpan.FromHours(1) };
        var (named, paused) = (await fixture.AddJobAsync(expected with { Name = "backup" }), await fixture.AddJobAsync(expected));
        await fixture.AddJobAsync(JobPolicy.Default with { MailTo = "\"expectEvery\"@example.com" });
        await fixture.Ledger.WriteAsync(connection => JobWrites.Pause(connection, paused.Id, null, null, Now));
        await fixture.Ledger.WriteAsync(connection => ExpectationRows.NoteSuccess(connection, named.Id, Now.AddMinutes(5)));

        var watched = await fixture.Ledger.ReadAsync(ExpectationRows.Watched);

        var expectation = new Expectation(TimeSpan.FromHours(1), named.Created, Now.AddMinutes(5), ToldOverdue: null);
        CollectionAssert.AreEqual(new[] { new WatchedJob(named.Id, "backup", expectation) }, watched);
        Assert.AreEqual(expectation, await fixture.Ledger.ReadAsync(connection => ExpectationRows.Find(connection, named.Id)));
    }

    [TestMethod]
    public async Task Finish_RetryOfAJobRemovedMeanwhile_IsCancelled()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.OccurAsync(job, Now);
        var run = (await fixture.ClaimAsync()).Single();
        await fixture.Ledger.WriteAsync(connection => JobWrites.Remove(connection, job.Id, null, null, null, Now));

        await fixture.FinishAsync(run, LedgerFixture.Finish(RunState.Pending, 503, Disposition.Retry));

        Assert.AreEqual(RunState.Cancelled, (await fixture.FindAsync(run.Id))!.State);
        Assert.IsEmpty(await fixture.ClaimAsync());
    }

    [TestMethod]
    public async Task AllWithLastDue_AfterAStretchThatWasMissed_IsItsEnd()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.Ledger.WriteAsync(connection =>
        {
            var run = fixture.NewRun(jobId: job.Id) with { Due = Now };
            JobWrites.NotRun(connection, run, RunState.Missed, "nothing ran", Now.AddHours(3), 4);
            return true;
        });

        var never = await fixture.AddJobAsync();

        var jobs = await fixture.Ledger.ReadAsync(JobReads.AllWithLastDue);

        CollectionAssert.AreEquivalent(
            new[] { (job.Id, Now.AddHours(3)), (never.Id, (DateTimeOffset?)null) }, jobs.Select(known => (known.Job.Id, known.LastDue)).ToList());
        Assert.AreEqual(Occurrence.Known, await fixture.OccurAsync(job, Now.AddHours(2)));
        Assert.AreEqual(Occurrence.Entered, await fixture.OccurAsync(job, Now.AddHours(4)));
    }

    [TestMethod]
    public async Task Claim_OccurrencesThatAreCaughtUp_GoOneAfterTheOther()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        var other = await fixture.AddJobAsync();

        var entered = new List<Occurrence>
        {
            await fixture.OccurAsync(job, Now, isCaughtUp: true),
            await fixture.OccurAsync(job, Now.AddHours(1), isCaughtUp: true),
            await fixture.OccurAsync(other, Now.AddHours(2), isCaughtUp: true),
            await fixture.OccurAsync(job, Now.AddHours(3)),
        };
        var first = await fixture.ClaimAsync();
        var whileItRuns = await fixture.ClaimAsync();
        var (_, follower) = await fixture.Ledger.WriteAsync(connection =>
            RunEnds.Finish(connection, first[0], "me", LedgerFixture.Finish(RunState.Succeeded, 200)));
        var second = await fixture.ClaimAsync();

        CollectionAssert.AreEqual(new[] { Occurrence.Entered, Occurrence.Waits, Occurrence.Entered, Occurrence.Skipped }, entered);
        CollectionAssert.AreEqual(new[] { (job.Id, Now), (other.Id, Now.AddHours(2)) }, first.Select(run => (run.JobId, run.Due)).ToList());
        Assert.IsEmpty(whileItRuns);
        Assert.AreEqual("default", follower);
        Assert.AreEqual((job.Id, Now.AddHours(1)), second.Select(run => (run.JobId, run.Due)).Single());
    }

    [TestMethod]
    public async Task Finish_RunThatGoesAgain_KeepsThoseAfterItWaiting()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.OccurAsync(job, Now, isCaughtUp: true);
        await fixture.OccurAsync(job, Now.AddHours(1), isCaughtUp: true);
        var first = (await fixture.ClaimAsync()).Single();

        var (_, follower) = await fixture.Ledger.WriteAsync(connection => RunEnds.Finish(
            connection, first, "me", LedgerFixture.Finish(RunState.Pending, 503, Disposition.Retry) with { NotBefore = Now.AddMinutes(1) }));

        Assert.IsNull(follower);
        Assert.IsEmpty(await fixture.ClaimAsync());
    }

    [TestMethod]
    public async Task Cancel_RunThatOthersWaitFor_LetsTheNextGo()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.OccurAsync(job, Now, isCaughtUp: true);
        await fixture.OccurAsync(job, Now.AddHours(1), isCaughtUp: true);
        var waiting = (await fixture.RunsOfAsync(job)).Single(run => run.Due == Now);

        var (_, _, follower) = await fixture.Ledger.WriteAsync(connection => RunWrites.Cancel(connection, waiting.Id, null, null, Now));

        Assert.AreEqual("default", follower);
        Assert.AreEqual(Now.AddHours(1), (await fixture.ClaimAsync()).Single().Due);
    }

    [TestMethod]
    public async Task HeldBack_RunsThatAreBeingSent_AreThoseOfPausedQueuesAndOfJobsThatArePausedOrRemoved()
    {
        await using var fixture = await NewFixtureAsync();
        var (job, paused, removed) = (await fixture.AddJobAsync(), await fixture.AddJobAsync(), await fixture.AddJobAsync());
        Run[] free =
        [
            fixture.NewRun(RunState.Running),
            fixture.NewRun(RunState.Running, jobId: job.Id),
            fixture.NewRun(RunState.Running, jobId: paused.Id) with { Cause = RunCause.Manual },
        ];
        Run[] held =
        [
            fixture.NewRun(RunState.Running, new JobPolicy { Queue = "mails" }),
            fixture.NewRun(RunState.Running, new JobPolicy { Queue = "told-to-wait" }),
            fixture.NewRun(RunState.Running, jobId: paused.Id) with { Cause = RunCause.Schedule },
            fixture.NewRun(RunState.Running, jobId: removed.Id) with { Cause = RunCause.Manual },
        ];
        await Task.WhenAll(free.Concat(held).Select(run => fixture.Ledger.WriteAsync(connection => RunWrites.Add(connection, run, "me"))));
        await fixture.Ledger.WriteAsync(connection => RunWrites.Add(connection, fixture.NewRun(RunState.Running, new JobPolicy { Queue = "mails" }), "another"));
        await fixture.Ledger.WriteAsync(connection =>
            QueueRows.SetPaused(connection, "mails", isPaused: true, null, null, Now)
            & QueueRows.Hold(connection, "told-to-wait", Now.AddMinutes(1), Now) & QueueRows.Hold(connection, "default", Now.AddMinutes(-1), Now.AddMinutes(-2))
            & JobWrites.Pause(connection, paused.Id, null, null, Now) & JobWrites.Remove(connection, removed.Id, null, null, null, Now));

        var found = await fixture.Ledger.ReadAsync(connection => RunReads.HeldBack(connection, "me", Now));

        CollectionAssert.AreEquivalent(held.Select(run => run.Id).ToArray(), found);
    }
}
