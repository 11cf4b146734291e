namespace JobQueue.Jobs.Tests.Clustering;

/// <summary>How far the clock of a node is off, when it was set since that was measured.</summary>
[TestClass]
public sealed class SkewOfNodesTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ClockThatIsSet _clock = new();

    [TestMethod]
    [DataRow(1)]
    [DataRow(-1)]
    public async Task MeasureAsync_ClockWasSet_IsOffByThat(int hours)
    {
        await using var node = await Node.StartAsync(await SharedPostgres.NewStoreAsync(), clock: _clock);
        _clock.Ahead = TimeSpan.FromHours(hours);

        var isMeasured = await node.Ledger.Cluster.MeasureAsync().AsTask().WaitAsync(Limit);

        Assert.IsTrue(isMeasured);
        Assert.AreEqual(hours * 60, node.Ledger.Cluster.SkewToCorrect.TotalMinutes, delta: 1);
    }

    [TestMethod]
    public async Task MeasureAsync_MachineWasSuspended_IsNotOff()
    {
        await using var node = await Node.StartAsync(await SharedPostgres.NewStoreAsync(), clock: _clock);
        _clock.Suspended = TimeSpan.FromHours(8);

        var isMeasured = await node.Ledger.Cluster.MeasureAsync().AsTask().WaitAsync(Limit);

        Assert.IsTrue(isMeasured);
        Assert.AreEqual(0, node.Ledger.Cluster.SkewToCorrect.TotalMinutes, delta: 1);
    }

    [TestMethod]
    public async Task Hindrance_ClockIsRightAgain_WhatEnteredMeanwhileIsSent()
    {
        await using var node = await Node.StartAsync(await SharedPostgres.NewStoreAsync(), clock: _clock);
        _clock.Ahead = TimeSpan.FromHours(1);
        var run = await node.Fixture.EnterAsync();
        var entered = await node.Fixture.StateAsync(run);

        _clock.Ahead = TimeSpan.Zero;

        Assert.AreEqual((RunState.Pending, run.Id), (entered, (await node.Sender.NextAsync()).Attempt.RunId));
    }
}
