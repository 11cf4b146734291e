using System.Text;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Store;

public abstract class RunStoreConformance : StoreConformance
{
    private static readonly DateTimeOffset Now = LedgerFixture.Now;

    [TestMethod]
    public async Task Add_Run_IsReadBackWholeAfterReopening()
    {
        await using var fixture = await NewFixtureAsync();
        var run = fixture.NewRun(policy: new JobPolicy { Name = "report", Timeout = TimeSpan.FromMinutes(30) }) with
        {
            RequestedBy = "anna",
            ScheduledBy = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            Request = new JobRequest
            {
                Method = "POST",
                Uri = "/a?b=ü",
                Headers = [new("X-A", "1"), new("X-A", "2: 3")],
                Body = new byte[] { 0, 255 },
                User = "backup",
            },
        };

        Assert.IsTrue(await fixture.AddAsync(run));
        await fixture.ReopenAsync();

        var found = await fixture.FindAsync(run.Id);
        CollectionAssert.AreEqual(run.Request.Headers.ToList(), found!.Request.Headers.ToList());
        CollectionAssert.AreEqual(run.Request.Body.ToArray(), found.Request.Body.ToArray());
        Assert.AreEqual(run with { Seq = found.Seq, Request = found.Request }, found);
        Assert.AreEqual(("POST", "/a?b=ü", "backup"), (found.Request.Method, found.Request.Uri, found.Request.User));
    }

    [TestMethod]
    public async Task Add_NameOfOneThatWaits_IsRefusedUntilThatIsDone()
    {
        await using var fixture = await NewFixtureAsync();
        var named = new JobPolicy { Name = "once" };
        await fixture.AddAsync(fixture.NewRun(policy: named));

        Assert.IsFalse(await fixture.AddAsync(fixture.NewRun(policy: named)));

        var run = (await fixture.ClaimAsync()).Single();
        await fixture.FinishAsync(run, LedgerFixture.Finish(RunState.Succeeded, 200));
        Assert.IsTrue(await fixture.AddAsync(fixture.NewRun(policy: named)));
    }

    [TestMethod]
    public async Task Claim_SeveralPending_TakesLargerPriorityThenOrderOfEntryAndNoneTwice()
    {
        await using var fixture = await NewFixtureAsync();
        var first = fixture.NewRun();
        var second = fixture.NewRun();
        var urgent = fixture.NewRun(policy: new JobPolicy { Priority = 5 });
        await Task.WhenAll(fixture.AddAsync(first), fixture.AddAsync(second), fixture.AddAsync(urgent));

        var claimed = await fixture.ClaimAsync(most: 2);
        var rest = await fixture.ClaimAsync();

        CollectionAssert.AreEqual(new[] { urgent.Id, first.Id }, claimed.Select(run => run.Id).ToArray());
        CollectionAssert.AreEqual(new[] { second.Id }, rest.Select(run => run.Id).ToArray());
        Assert.AreEqual((RunState.Running, 1, Now), (claimed[0].State, claimed[0].Attempt, claimed[0].Started));
    }

    [TestMethod]
    public async Task Finish_OfAnotherOwnerOrAttempt_ChangesNothing()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.AddAsync(fixture.NewRun());
        var run = (await fixture.ClaimAsync()).Single();
        var finish = LedgerFixture.Finish(RunState.Succeeded, 200);

        Assert.IsFalse(await fixture.FinishAsync(run, finish, owner: "a zombie"));
        Assert.IsFalse(await fixture.FinishAsync(run with { Attempt = 2 }, finish));
        Assert.IsTrue(await fixture.FinishAsync(run, finish));
        Assert.IsFalse(await fixture.FinishAsync(run, LedgerFixture.Finish(RunState.Failed, 500)), "a run ends once");
        Assert.AreEqual(RunState.Succeeded, (await fixture.FindAsync(run.Id))!.State);
    }

    [TestMethod]
    public async Task Finish_WithResponse_IsServedByteForByte()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.AddAsync(fixture.NewRun());
        var run = (await fixture.ClaimAsync()).Single();
        var response = new Response { Status = 201, Headers = [new("Content-Type", "a/b")], Body = Encoding.UTF8.GetBytes("ok\0"), BodyBytes = 9 };

        await fixture.FinishAsync(run, LedgerFixture.Finish(RunState.Succeeded, 201) with { Response = response });

        var kept = await fixture.Ledger.ReadAsync(connection => RunReads.Response(connection, run.Id));
        CollectionAssert.AreEqual(response.Body.ToArray(), kept!.Body.ToArray());
        Assert.AreEqual((201, 9L, true), (kept.Status, kept.BodyBytes, kept.IsTruncated));
        CollectionAssert.AreEqual(response.Headers.ToList(), kept.Headers.ToList());
    }

    [TestMethod]
    public async Task Release_WhatWaits_GoesWhenItIsDueAndNotBefore()
    {
        await using var fixture = await NewFixtureAsync();
        var waiting = fixture.NewRun(RunState.Scheduled, notBefore: Now.AddMinutes(5));
        await fixture.AddAsync(waiting);

        var early = await ReleaseAsync(fixture, Now.AddMinutes(5).AddTicks(-1));
        var none = await fixture.ClaimAsync();
        var due = await ReleaseAsync(fixture, Now.AddMinutes(5));
        var claimed = await fixture.ClaimAsync();

        Assert.IsEmpty(early);
        Assert.IsEmpty(none);
        CollectionAssert.AreEqual(new[] { "default" }, due);
        Assert.AreEqual(waiting.Id, claimed.Single().Id);
    }

    [TestMethod]
    public async Task Release_MoreThanAPageIsDue_GoesInPagesTheEarliestFirst()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.AddAsync(fixture.NewRun(RunState.Scheduled, new JobPolicy { Queue = "late" }, notBefore: Now.AddMinutes(2)));
        await fixture.AddAsync(fixture.NewRun(RunState.Scheduled, notBefore: Now.AddMinutes(1)));
        await fixture.MultiplyAsync("queue = 'default'", Releases.Page);

        var (first, isMore) = await fixture.Ledger.WriteAsync(connection => Releases.NextPage(connection, Now.AddHours(1)));
        var rest = await ReleaseAsync(fixture, Now.AddHours(1));

        var waiting = await fixture.Ledger.ReadAsync(connection => connection.Scalar("SELECT count(*) FROM runs WHERE not_before IS NOT NULL"));
        CollectionAssert.AreEqual(new[] { "default" }, first);
        CollectionAssert.AreEquivalent(new[] { "default", "late" }, rest);
        Assert.AreEqual((true, 0L), (isMore, waiting));
    }

    [TestMethod]
    public async Task Release_FullPages_GoOnUntilNothingIsDue()
    {
        await using var fixture = await NewFixtureAsync();
        await fixture.AddAsync(fixture.NewRun(RunState.Scheduled, notBefore: Now));
        await fixture.MultiplyAsync("queue = 'default'", 2 * Releases.Page);

        var woken = await ReleaseAsync(fixture, Now);

        CollectionAssert.AreEqual(new[] { "default", "default", "default" }, woken);
        Assert.IsNull(await fixture.Ledger.ReadAsync(connection => connection.Scalar("SELECT 1 FROM runs WHERE not_before IS NOT NULL")));
    }

    [TestMethod]
    // State before, answer, state after
    [DataRow("pending", "pending", "cancelled")]
    [DataRow("succeeded", "succeeded", "succeeded")]
    public async Task Cancel_Run_EndsWhatWaits(string before, string answer, string after)
    {
        await using var fixture = await NewFixtureAsync();
        var run = fixture.NewRun(Word.Parse<RunState>(before));
        await fixture.AddAsync(run);

        var (state, _, _) = await fixture.Ledger.WriteAsync(connection => RunWrites.Cancel(connection, run.Id, "anna", "wrong one", Now));

        Assert.AreEqual(answer, Word.Of(state!.Value));
        Assert.AreEqual(after, Word.Of((await fixture.FindAsync(run.Id))!.State));
        Assert.IsEmpty(await fixture.ClaimAsync());
    }

    [TestMethod]
    [DataRow(true, DisplayName = "while the attempt runs that fails")]
    [DataRow(false, DisplayName = "while it waits for the next one")]
    public async Task Cancel_RunThatIsToBeTriedAgain_HasTheStatusOfNoAttempt(bool isRunning)
    {
        await using var fixture = await NewFixtureAsync();
        var added = fixture.NewRun();
        await fixture.AddAsync(added);
        var run = (await fixture.ClaimAsync()).Single();
        Func<Task>[] steps =
        [
            () => fixture.FinishAsync(run, LedgerFixture.Finish(RunState.Pending, 503, Disposition.Retry)),
            () => fixture.Ledger.WriteAsync(connection => RunWrites.Cancel(connection, run.Id, "anna", "wrong one", Now)),
        ];

        await steps[isRunning ? 1 : 0]();
        await steps[isRunning ? 0 : 1]();

        var cancelled = (await fixture.FindAsync(run.Id))!;
        Assert.AreEqual((RunState.Cancelled, null, null, "wrong one"), (cancelled.State, cancelled.Status, cancelled.Disposition, cancelled.Error));
        var attempts = await fixture.Ledger.ReadAsync(connection => AttemptRows.Of(connection, cancelled));
        Assert.AreEqual((1, 503), (attempts.Single().Number, attempts.Single().Status));
    }

    [TestMethod]
    public async Task SetPaused_OneTimeJob_HoldsItBackUntilResumed()
    {
        await using var fixture = await NewFixtureAsync();
        var run = fixture.NewRun();
        await fixture.AddAsync(run);

        await fixture.Ledger.WriteAsync(connection => RunWrites.SetPaused(connection, run.Id, isPaused: true, null, null, Now));
        var whilePaused = await fixture.ClaimAsync();
        var resumed = await fixture.Ledger.WriteAsync(connection => RunWrites.SetPaused(connection, run.Id, isPaused: false, null, null, Now));

        Assert.IsEmpty(whilePaused);
        Assert.AreEqual((CommandResult.Done, "default"), resumed);
        Assert.AreEqual(run.Id, (await fixture.ClaimAsync()).Single().Id);
    }

    [TestMethod]
    public async Task List_WithoutAFilter_IsEveryRunTheNewestFirst()
    {
        await using var fixture = await NewFixtureAsync();
        Run[] runs = [fixture.NewRun(), fixture.NewRun()];
        await fixture.AddAsync(runs[0]);
        await fixture.AddAsync(runs[1]);

        var found = await fixture.Ledger.ReadAsync(connection => RunSearch.Find(
            connection, new RunFilter(), before: null, limit: 10, mostLookedAt: 10, RunRows.Columns).Runs);

        CollectionAssert.AreEqual(new[] { runs[1].Id, runs[0].Id }, found.Select(run => run.Id).ToArray());
    }

    [TestMethod]
    public async Task Waiting_RunsOfSeveralQueues_IsEachQueueInWhichOneMayBeClaimed()
    {
        await using var fixture = await NewFixtureAsync();
        foreach (var queue in new[] { "b", "a", "b", "a", "c" })
            await fixture.AddAsync(fixture.NewRun(policy: new JobPolicy { Queue = queue }));
        await fixture.AddAsync(fixture.NewRun(RunState.Scheduled, new JobPolicy { Queue = "later" }, notBefore: LedgerFixture.Now.AddHours(1)));
        await fixture.AddAsync(fixture.NewRun(RunState.Succeeded, new JobPolicy { Queue = "done" }));

        var waiting = await fixture.Ledger.ReadAsync(QueueRows.Waiting);

        Assert.AreEqual("a b c", string.Join(' ', waiting));
    }

    /// <returns>The queues that were woken, page by page.</returns>
    private static async Task<List<string>> ReleaseAsync(LedgerFixture fixture, DateTimeOffset now)
    {
        var woken = new List<string>();
        await Releases.AllAsync(fixture.Ledger, now, woken.Add);
        return woken;
    }
}
