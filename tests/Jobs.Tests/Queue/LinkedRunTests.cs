using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>Responses that send a job on, and jobs that ask only for what has changed.</summary>
[TestClass]
public sealed class LinkedRunTests
{
    [TestMethod]
    public async Task Finish_WithALinkToNext_RunsTheJobThereBeforeWhatWaitsBehind()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var job = await fixture.Store.AddJobAsync(new JobPolicy { Overlap = Overlap.Queue });
        var first = await fixture.OccurAsync(job, minute: 0);
        var waiting = await fixture.OccurAsync(job, minute: 1);

        (await fixture.Sender.NextAsync()).Answer(Answer("/work", ("Link", "</work?page=2>; rel=next")));
        var second = await fixture.Sender.NextAsync();
        second.Answer(200);
        var third = await fixture.Sender.NextAsync();
        third.Answer(200);
        await fixture.DrainAsync();

        var linked = await fixture.Store.FindAsync(second.Attempt.RunId);
        Assert.AreEqual("/work?page=2", second.Attempt.Request.Uri);
        Assert.AreEqual((job.Id, RunCause.Link, first.Id, 1), (linked!.JobId, linked.Cause, linked.ReplayOf, linked.Links));
        Assert.AreEqual(waiting.Id, third.Attempt.RunId);
    }

    [TestMethod]
    [DataRow(404)]
    [DataRow(410)]
    [DataRow(503)]
    public async Task Finish_WithALinkInARefusal_LeadsNowhere(int status)
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var job = await fixture.Store.AddJobAsync();
        await fixture.OccurAsync(job, minute: 0);

        (await fixture.Sender.NextAsync()).Answer(Answer("/work", status, ("Link", "</work?page=2>; rel=next")));
        await fixture.DrainAsync();

        Assert.HasCount(1, await fixture.Store.RunsOfAsync(job));
    }

    [TestMethod]
    public async Task Finish_WithALinkToAnotherServer_IsAnEvent()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync();

        (await fixture.Sender.NextAsync()).Answer(Answer("/work", ("Link", "<https://evil.example/>; rel=next")));
        await fixture.DrainAsync();

        var reasons = await fixture.Store.Ledger.ReadAsync(connection => connection.All(
            "SELECT reason FROM events WHERE run_id = @run AND kind = 'link'", row => row.String(0), ("@run", run.Id)));
        Assert.AreEqual("the link to https://evil.example/ is not followed: it leads to another server", reasons.Single());
        Assert.AreEqual(RunState.Succeeded, await fixture.StateAsync(run));
    }

    [TestMethod]
    public async Task Finish_WithALinkThatEndsInAnEqualsSign_LeadsNowhere()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync();

        (await fixture.Sender.NextAsync()).Answer(Answer("/work", ("Link", "</x.css>; rel=preload; as=")));
        await fixture.DrainAsync();

        Assert.AreEqual(RunState.Succeeded, await fixture.StateAsync(run));
    }

    [TestMethod]
    public async Task Finish_WithALinkWhileThePauseCame_WaitsForTheResume()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var job = await fixture.Store.AddJobAsync();
        await fixture.OccurAsync(job, minute: 0);
        var attempt = await fixture.Sender.NextAsync();
        await fixture.Store.Ledger.WriteAsync(connection => JobWrites.Pause(connection, job.Id, null, null, LedgerFixture.Now));

        attempt.Answer(Answer("/work", ("Link", "</work?page=2>; rel=next")));
        await fixture.DrainAsync();

        var linked = (await fixture.Store.RunsOfAsync(job)).Single(run => run.Cause == RunCause.Link);
        Assert.AreEqual((RunState.Pending, true), (linked.State, linked.IsPaused));
    }

    [TestMethod]
    public async Task Finish_WithALinkOfARunThatWasCancelled_LeadsNowhere()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var job = await fixture.Store.AddJobAsync();
        var run = await fixture.OccurAsync(job, minute: 0);
        var attempt = await fixture.Sender.NextAsync();
        await fixture.Store.Ledger.WriteAsync(connection => RunWrites.Cancel(connection, run.Id, null, null, LedgerFixture.Now));

        attempt.Answer(Answer("/work", ("Link", "</work?page=2>; rel=next")));
        await fixture.DrainAsync();

        Assert.HasCount(1, await fixture.Store.RunsOfAsync(job));
    }

    [TestMethod]
    public async Task Send_OfAConditionalJob_AsksForAnotherVersionThanTheLastGoodOne()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var job = await fixture.Store.AddJobAsync(new JobPolicy { IsConditional = true, Retry = 0, Overlap = Overlap.Queue });
        AttemptResult[] answers =
        [
            Answer("/work", ("ETag", "\"1\""), ("Last-Modified", "Sun, 01 Mar 2026 12:00:00 GMT")),
            Answer("/work", 404, ("ETag", "\"bad\"")),
            Answer("/work", 304),
            Answer("/work", ("ETag", "\"2\"")),
            Answer("/work"),
            Answer("/work"),
        ];
        await Task.WhenAll(answers.Select((_, minute) => fixture.OccurAsync(job, minute)));

        var conditions = await answers.ToAsyncEnumerable().Select(async (AttemptResult answer, CancellationToken _) =>
        {
            var exchange = await fixture.Sender.NextAsync();
            exchange.Answer(answer);
            return string.Join(", ", exchange.Attempt.Request.Headers.Select(header => $"{header.Key}: {header.Value}"));
        }).ToListAsync();

        const string First = "If-None-Match: \"1\", If-Modified-Since: Sun, 01 Mar 2026 12:00:00 GMT";
        Assert.AreSequenceEqual(["", First, First, First, "If-None-Match: \"2\"", ""], conditions);
    }

    private static AttemptResult Answer(string path, params (string Name, string Value)[] headers) => Answer(path, 200, headers);

    private static AttemptResult Answer(string path, int status, params (string Name, string Value)[] headers) =>
        new(AttemptEnd.Responded, new Response { Status = status, Headers = [.. headers.Select(field => KeyValuePair.Create(field.Name, field.Value))] }, null)
        {
            Address = new Uri("https://localhost" + path),
        };
}
