using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>What happens when a job is due while a run of it is not final.</summary>
public abstract class OverlapConformance : StoreConformance
{
    private static readonly DateTimeOffset Now = LedgerFixture.Now;

    [TestMethod]
    // Policy, what becomes of the second due, what may be claimed beside the first, what is given up
    [DataRow(Overlap.Skip, "skipped", 0, 0)]
    [DataRow(Overlap.Queue, "waits", 0, 0)]
    [DataRow(Overlap.Cancel, "waits", 0, 1)]
    [DataRow(Overlap.Allow, "entered", 1, 0)]
    public async Task Occur_WhileARunIsRunning_IsWhatThePolicySays(Overlap overlap, string second, int beside, int givenUp)
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync(new JobPolicy { Overlap = overlap });
        await fixture.OccurAsync(job, Now);
        var running = (await fixture.ClaimAsync()).Single();

        var occurred = await fixture.Ledger.WriteAsync(connection =>
            JobWrites.Occur(connection, job.Id, fixture.RunOf(job, Now.AddHours(1)), owner: null, isCaughtUp: false));

        Assert.AreEqual(second, Word.Of(occurred.What));
        CollectionAssert.AreEqual(Enumerable.Repeat(running.Id, givenUp).ToArray(), occurred.GivenUp.ToArray());
        Assert.HasCount(beside, await fixture.ClaimAsync());
    }

    [TestMethod]
    public async Task Claim_QueueOverlap_GoesOneAfterTheOtherInOrderOfDueAndPastAFailure()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync(new JobPolicy { Overlap = Overlap.Queue });
        await fixture.OccurAsync(job, Now);
        var running = (await fixture.ClaimAsync()).Single();
        await fixture.OccurAsync(job, Now.AddHours(2));
        await fixture.OccurAsync(job, Now.AddHours(1));

        await fixture.FinishAsync(running, LedgerFixture.Finish(RunState.Failed, 500));
        var second = (await fixture.ClaimAsync()).Single();
        await fixture.FinishAsync(second, LedgerFixture.Finish(RunState.Succeeded, 200));
        var third = (await fixture.ClaimAsync()).Single();

        Assert.AreEqual((Now.AddHours(1), Now.AddHours(2)), (second.Due, third.Due));
    }

    [TestMethod]
    public async Task Cancel_OneThatWaitsBehind_LeavesTheOthersBehind()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync(new JobPolicy { Overlap = Overlap.Queue });
        await fixture.OccurAsync(job, Now);
        await fixture.ClaimAsync();
        await fixture.OccurAsync(job, Now.AddHours(1));
        await fixture.OccurAsync(job, Now.AddHours(2));
        var waiting = (await fixture.RunsOfAsync(job)).Single(run => run.Due == Now.AddHours(1));

        var (_, _, follower) = await fixture.Ledger.WriteAsync(connection => RunWrites.Cancel(connection, waiting.Id, null, null, Now));

        Assert.IsNull(follower);
        Assert.IsEmpty(await fixture.ClaimAsync());
    }

    [TestMethod]
    public async Task Occur_CancelWhileOneWaits_TakesItsPlaceAtOnce()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync(new JobPolicy { Overlap = Overlap.Cancel });
        await fixture.OccurAsync(job, Now);

        var occurred = await fixture.OccurAsync(job, Now.AddHours(1));

        var runs = await fixture.RunsOfAsync(job);
        Assert.AreEqual(Occurrence.Entered, occurred);
        Assert.AreEqual((RunState.Cancelled, Turns.NewerIsDue), (runs[1].State, runs[1].Error));
        Assert.AreEqual(Now.AddHours(1), (await fixture.ClaimAsync()).Single().Due);
    }

    [TestMethod]
    public async Task Finish_RetryOfARunThatWasGivenUp_IsCancelled()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync(new JobPolicy { Overlap = Overlap.Cancel });
        await fixture.OccurAsync(job, Now);
        var running = (await fixture.ClaimAsync()).Single();
        await fixture.OccurAsync(job, Now.AddHours(1));

        await fixture.FinishAsync(running, LedgerFixture.Finish(RunState.Pending, 503, Disposition.Retry) with { NotBefore = Now.AddMinutes(1) });

        Assert.AreEqual((RunState.Cancelled, Turns.NewerIsDue), ((await fixture.FindAsync(running.Id))!.State, (await fixture.FindAsync(running.Id))!.Error));
        Assert.AreEqual(Now.AddHours(1), (await fixture.ClaimAsync()).Single().Due);
    }

    [TestMethod]
    public async Task Finish_Interrupted_IsNoFailureOfTheRun()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.AddAsync(fixture.NewRun());
        var first = (await fixture.ClaimAsync()).Single();
        await fixture.FinishAsync(first, new RunFinish { State = RunState.Pending, At = Now });
        var second = (await fixture.ClaimAsync()).Single();
        await fixture.FinishAsync(second, LedgerFixture.Finish(RunState.Pending, 503, Disposition.Retry));

        var third = (await fixture.ClaimAsync()).Single();

        Assert.AreEqual((2, 0), (second.Attempt, second.Failures));
        Assert.AreEqual((3, 1), (third.Attempt, third.Failures));
    }
}
