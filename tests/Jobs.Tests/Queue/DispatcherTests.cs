using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Queue;

[TestClass]
public sealed class DispatcherTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task SendAsync_OwnerThatIsNotCertainForLongerThanTheTimeout_TimesTheExchangeAlone()
    {
        var cluster = new NotHeard();
        await using var fixture = new QueueFixture(cluster: cluster);
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync(new JobPolicy { Timeout = TimeSpan.FromSeconds(1), Retry = 0 });
        await cluster.Asked.WaitAsync(Limit);

        fixture.Time.Advance(TimeSpan.FromSeconds(5));
        cluster.Hear();
        (await fixture.Sender.NextAsync()).Answer(200);
        await fixture.DrainAsync();

        Assert.AreEqual(RunState.Succeeded, await fixture.StateAsync(run));
    }

    [TestMethod]
    public async Task SendAsync_ConditionThatCannotBeReadYet_IsNoAttemptThatFailed()
    {
        await using var fixture = new QueueFixture(busyReads: 1);
        var job = await fixture.Store.AddJobAsync(new JobPolicy { IsConditional = true });
        var now = LedgerFixture.Now;
        var run = fixture.Store.RunOf(job, now) with { State = RunState.Running, Attempt = 1, Started = now, Sent = now };
        await fixture.Store.Ledger.WriteAsync(connection => JobWrites.Occur(connection, job.Id, run, "me", isCaughtUp: false));

        var (finish, _) = await fixture.Dispatcher.SendAsync(run, "me", tellsOthers: false, _ => { }, () => { });

        Assert.AreEqual((RunState.Pending, null, null), (finish!.State, finish.Status, finish.Disposition));
        Assert.AreEqual(0, (await fixture.WrittenAsync(run)).Failures);
    }

    [TestMethod]
    public async Task SendAsync_ResponseThatAsksForPatience_IsHeardBeforeItCanBeSeen()
    {
        await using var fixture = new QueueFixture();
        var now = LedgerFixture.Now;
        var run = fixture.Store.NewRun(policy: new JobPolicy { Retry = 0 }) with { State = RunState.Running, Attempt = 1, Started = now, Sent = now };
        await fixture.Store.Ledger.WriteAsync(connection => RunWrites.Add(connection, run, "me"));
        (DateTimeOffset Until, RunState Seen) held = default;

        // Reads behind all that is on its way to the ledger by then.
        var sending = fixture.Dispatcher.SendAsync(
            run, "me", tellsOthers: false, until => held = (until, fixture.WrittenAsync(run).GetAwaiter().GetResult().State), () => { });
        (await fixture.Sender.NextAsync()).Answer(QueueFixture.Busy(seconds: 30));
        await sending.WaitAsync(Limit);

        Assert.AreEqual((now.AddSeconds(30), RunState.Running), held);
        Assert.AreEqual(RunState.Failed, await fixture.StateAsync(run));
    }

    /// <summary>A cluster in which this process could not be heard for a while.</summary>
    private sealed class NotHeard : Cluster
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<bool> _owns = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task Asked => _asked.Task;

        internal void Hear() => _owns.SetResult(true);

        internal override ValueTask<bool> OwnsAsync(string owner)
        {
            _asked.TrySetResult();
            return new(_owns.Task);
        }
    }
}
