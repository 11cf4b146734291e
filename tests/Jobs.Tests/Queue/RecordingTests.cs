using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Queue;

[TestClass]
public sealed class RecordingTests
{
    [TestMethod]
    public async Task Send_WhatItCameToCannotBeWritten_IsRecordedAsFailed()
    {
        await using var fixture = new QueueFixture();
        await fixture.Store.Ledger.WriteAsync(connection => connection.Execute(
            "CREATE TRIGGER refuses BEFORE UPDATE ON runs WHEN new.error = 'unwritable' BEGIN SELECT RAISE(ABORT, 'no'); END"));
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync();

        (await fixture.Sender.NextAsync()).Answer(new AttemptResult(AttemptEnd.NoResponse, null, "unwritable"));
        await fixture.DrainAsync();

        var recorded = await fixture.WrittenAsync(run);
        Assert.AreEqual((RunState.Failed, "what it came to cannot be recorded: the log says why"), (recorded.State, recorded.Error));
        Assert.AreEqual(0, fixture.Dispatcher.Count);
    }

    [TestMethod]
    public async Task Send_WhatItCameToCannotBeTold_IsRecordedAsFailed()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync();
        var result = new AttemptResult(AttemptEnd.Responded, new Response { Status = 200, Headers = [default] }, null)
        {
            Address = new Uri("https://localhost/work"),
        };

        (await fixture.Sender.NextAsync()).Answer(result);
        await fixture.DrainAsync();

        var recorded = await fixture.WrittenAsync(run);
        Assert.AreEqual((RunState.Failed, "what it came to cannot be recorded: the log says why"), (recorded.State, recorded.Error));
        Assert.AreEqual(0, fixture.Dispatcher.Count);
    }
}
