namespace JobQueue.Jobs.Tests.Queue;

/// <summary>Claims that the ledger does not make, though all that waits can be read.</summary>
[TestClass]
public sealed class FailedClaimTests
{
    [TestMethod]
    public async Task Wake_LedgerIsBeingClosed_TellsOfNoFailure()
    {
        var logger = new SignalLogger();
        await using var fixture = new QueueFixture(logger: logger);
        await fixture.Queue.StartAsync();
        using var gate = new ManualResetEventSlim();
        var last = fixture.Store.Ledger.WriteAsync(_ => gate.Wait(PostgresServer.Limit));

        var closing = fixture.Store.Ledger.DisposeAsync().AsTask();
        fixture.Queue.Wake(JobPolicy.Default.Queue);
        var isTold = logger.First.IsCompleted;
        gate.Set();
        await closing;

        Assert.IsTrue(await last, "the ledger was closing while the queue was woken");
        Assert.IsFalse(isTold);
    }
}
