using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

/// <summary>What becomes of runs that were in flight when the process ended.</summary>
public abstract class RecoveryConformance : StoreConformance
{
    private static readonly DateTimeOffset Now = LedgerFixture.Now;

    [TestMethod]
    public async Task Recover_RunInFlight_GoesAgainAsTheNextAttemptOfTheSameRun()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.AddAsync(fixture.NewRun());
        var first = (await fixture.ClaimAsync()).Single();
        await fixture.ReopenAsync();

        var recovered = await RecoverAsync(fixture);
        var again = (await fixture.ClaimAsync(owner: "after the crash")).Single();

        Assert.AreEqual(RunState.Pending, recovered.Single().State);
        Assert.AreEqual((first.Id, 2, 0, 1), (again.Id, again.Attempt, again.Failures, again.Crashes));
        Assert.IsFalse(await fixture.FinishAsync(first, LedgerFixture.Finish(RunState.Succeeded, 200)), "the dead process writes nothing any more");
    }

    [TestMethod]
    public async Task Recover_OnCrashNever_HasFailed()
    {
        await using var fixture = await NewFixtureAsync();
        var run = fixture.NewRun(policy: new JobPolicy { OnCrash = OnCrash.Never });
        await fixture.AddAsync(run);
        await fixture.ClaimAsync();

        await RecoverAsync(fixture);

        var found = await fixture.FindAsync(run.Id);
        Assert.AreEqual(
            (RunState.Failed, "interrupted: the process ended while it ran (on-crash never)", Now, (int?)null),
            (found!.State, found.Error, found.Finished, found.Status));
        Assert.IsEmpty(await fixture.ClaimAsync());
    }

    [TestMethod]
    public async Task Recover_AtTheThirdCrash_IsQuarantinedWithAnEventAndLetsTheNextGo()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync(new JobPolicy { Overlap = Overlap.Queue });
        await fixture.OccurAsync(job, Now);
        await fixture.OccurAsync(job, Now.AddHours(1));

        var states = new List<RunState>();
        states.Add(await CrashAsync(fixture));
        states.Add(await CrashAsync(fixture));
        states.Add(await CrashAsync(fixture));

        var events = await fixture.Ledger.ReadAsync(connection => EventRows.OfJob(connection, job.Id, 10));
        CollectionAssert.AreEqual(new[] { RunState.Pending, RunState.Pending, RunState.Quarantined }, states);
        Assert.AreEqual(("quarantined", "quarantined: the process ended 3 times while it ran"), (events[0].Kind, events[0].Reason));
        Assert.AreEqual(Now.AddHours(1), (await fixture.ClaimAsync()).Single().Due);
    }

    [TestMethod]
    public async Task Recover_RunThatWasBeingCancelled_IsCancelled()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.AddAsync(fixture.NewRun());
        var run = (await fixture.ClaimAsync()).Single();
        await fixture.Ledger.WriteAsync(connection => RunWrites.Cancel(connection, run.Id, "anna", "wrong one", Now));

        await RecoverAsync(fixture);

        var found = await fixture.FindAsync(run.Id);
        Assert.AreEqual((RunState.Cancelled, "wrong one"), (found!.State, found.Error));
    }

    [TestMethod]
    public async Task Recover_JobRemovedWhileItRan_IsCancelled()
    {
        await using var fixture = await NewFixtureAsync();
        var job = await fixture.AddJobAsync();
        await fixture.OccurAsync(job, Now);
        var run = (await fixture.ClaimAsync()).Single();
        await fixture.Ledger.WriteAsync(connection => JobWrites.Remove(connection, job.Id, "anna", "no longer", runId: null, Now));

        await RecoverAsync(fixture);

        var found = await fixture.FindAsync(run.Id);
        Assert.AreEqual((RunState.Cancelled, "the job was removed"), (found!.State, found.Error));
        Assert.IsEmpty(await fixture.ClaimAsync());
    }

    private static Task<List<Run>> RecoverAsync(LedgerFixture fixture) => fixture.Ledger.WriteAsync(connection => Recovery.Recover(connection, Now));

    private static async Task<RunState> CrashAsync(LedgerFixture fixture)
    {
        await fixture.ClaimAsync();
        return (await RecoverAsync(fixture)).Single().State;
    }
}
