namespace JobQueue.Jobs.Tests.Queue;

/// <summary>Runs of one job that give way to newer ones.</summary>
[TestClass]
public sealed class OverlapTests
{
    [TestMethod]
    public async Task GiveUpAsync_ForANewerOccurrence_AbortsTheOldAndSendsTheNewOnceThatIsOver()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var job = await fixture.Store.AddJobAsync(new JobPolicy { Overlap = Overlap.Cancel });
        var old = await fixture.OccurAsync(job, minute: 0);
        await fixture.Sender.NextAsync();

        var newer = await fixture.OccurAsync(job, minute: 1);
        (await fixture.Sender.NextAsync()).Answer(200);
        await fixture.DrainAsync();

        var cancelled = await fixture.Store.FindAsync(old.Id);
        Assert.AreEqual((RunState.Cancelled, "a newer occurrence is due (overlap cancel)"), (cancelled!.State, cancelled.Error));
        Assert.AreEqual(RunState.Succeeded, await fixture.StateAsync(newer));
        Assert.AreEqual(1, fixture.Sender.MostAtOnce);
    }

    [TestMethod]
    public async Task GiveUpAsync_ManyDuesAtOnce_LeavesOneRunAndOneEndForEach()
    {
        await using var fixture = new QueueFixture(slots: 20);
        await fixture.Queue.StartAsync();
        var job = await fixture.Store.AddJobAsync(new JobPolicy { Overlap = Overlap.Cancel });

        var runs = await Task.WhenAll(Enumerable.Range(0, 100).Select(minute => Task.Run(() => fixture.OccurAsync(job, minute))));
        using var end = new CancellationTokenSource();
        var answering = fixture.Sender.AnswerAllAsync(200, end.Token);
        await fixture.DrainAsync();
        await end.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => answering);

        var states = (await fixture.Store.RunsOfAsync(job)).GroupBy(run => run.State).ToDictionary(state => state.Key, state => state.Count());
        Assert.HasCount(100, runs.Select(run => run.Id).Distinct());
        Assert.AreEqual(99, states[RunState.Cancelled]);
        Assert.AreEqual(1, fixture.Sender.MostAtOnce);
    }
}
