using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Tests.Queue;

[TestClass]
public sealed class RecordingTests
{
    private const string Refuses = "CREATE TRIGGER refuses BEFORE UPDATE OF status ON runs BEGIN SELECT RAISE(ABORT, 'no'); END";

    [TestMethod]
    public async Task Send_FailureOfAJobWithoutAName_IsLoggedWithWhatItRequests()
    {
        var log = new LogLines<Dispatcher>();
        await using var fixture = new QueueFixture(dispatcherLogger: log);
        await fixture.Queue.StartAsync();
        var run = fixture.Store.NewRun(policy: new JobPolicy { Retry = 0 }) with { Request = new JobRequest { Uri = "/gone?token=secret" } };
        await fixture.Queue.EnterAsync(run, RunWrites.Add, isAdded => isAdded);

        (await fixture.Sender.NextAsync()).Answer(500);
        await fixture.DrainAsync();

        StringAssert.StartsWith(await log.NextAsync("Failed"), $"Run {run.Id} of GET /gone: Failed on attempt 1 with status 500: ");
    }

    [TestMethod]
    public async Task Send_ResponseSaysWhatIsWrong_IsTheErrorAndNotLogged()
    {
        var log = new LogLines<Dispatcher>();
        await using var fixture = new QueueFixture(dispatcherLogger: log);
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync(new JobPolicy { Retry = 0 });

        (await fixture.Sender.NextAsync()).Answer(
            new AttemptResult(AttemptEnd.Responded, new Response { Status = 500 }, null) { Problem = "ada@example.com has no account" });
        await fixture.DrainAsync();

        StringAssert.EndsWith(await log.NextAsync("Failed"), ": its response may say why");
        Assert.AreEqual("ada@example.com has no account", (await fixture.WrittenAsync(run)).Error);
    }

    [TestMethod]
    public async Task Send_JobWithoutANameThatIsRemoved_IsLoggedWithWhatItRequests()
    {
        var log = new LogLines<Dispatcher>();
        await using var fixture = new QueueFixture(dispatcherLogger: log);
        await fixture.Queue.StartAsync();
        var job = await fixture.Store.AddJobAsync(JobPolicy.Default);
        var run = await fixture.OccurAsync(job, minute: 0);

        (await fixture.Sender.NextAsync()).Answer(410);
        await fixture.DrainAsync();

        Assert.AreEqual($"Run {run.Id} of {job.Request.Method} {job.Request.Uri}: Remove, for status 410", await log.NextAsync("Remove"));
    }

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

    [TestMethod]
    public async Task Send_WhatItsEndLooksAtCannotBeRead_IsRecordedAsFailed()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var job = await fixture.Store.AddJobAsync(new JobPolicy { IsConditional = true });
        var run = await fixture.OccurAsync(job, minute: 0);
        var exchange = await fixture.Sender.NextAsync();
        await fixture.Store.Ledger.WriteAsync(connection => connection.ExecuteMuted("UPDATE jobs SET policy = '{'"));

        exchange.Answer(200);
        await fixture.DrainAsync();

        var recorded = await fixture.WrittenAsync(run);
        Assert.AreEqual((RunState.Failed, "what it came to cannot be recorded: the log says why"), (recorded.State, recorded.Error));
    }

    [TestMethod]
    public async Task Cancel_NothingCanBeRecordedOfTheRun_IsNotedAndEnds()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        await fixture.Store.Ledger.WriteAsync(connection => connection.Execute(Refuses));
        var run = await fixture.EnterAsync();
        await fixture.AnswerAsync(200);
        await fixture.DrainAsync();

        var state = await fixture.Queue.CancelAsync(run.Id, who: null, "enough").WaitAsync(PostgresServer.Limit);

        var noted = await fixture.Store.Ledger.ReadAsync(
            connection => connection.Scalar("SELECT cancel FROM runs WHERE id = @id", ("@id", run.Id)));
        Assert.AreEqual((RunState.Running, "enough"), (state, noted));
    }
}
