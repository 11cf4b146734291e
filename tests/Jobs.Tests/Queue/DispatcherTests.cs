using JobQueue.Jobs.Clustering;

namespace JobQueue.Jobs.Tests.Queue;

[TestClass]
public sealed class DispatcherTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

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
