using System.Net;
using System.Text.Json;
using JobQueue.Api.Events;
using JobQueue.Jobs;
using JobQueue.Jobs.Events;
using JobQueue.Jobs.Store;

namespace JobQueue.Api.Tests.Events;

[TestClass]
public sealed class EventsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task GetEvents_LongRun_ShowsItsProgressBeforeItEnds()
    {
        var backup = new HeldEndpoint(run => run.ReportProgress(40, "zipping"));
        await using var app = await StartAsync(backup);
        await using var events = await OpenEvents.OpenAsync(app);

        var id = await app.AddNowAsync("/backups");
        var before = await events.NextAsync(2, "id", "state", "attempt", "progress");
        backup.Release();
        var (kind, run) = (await events.NextAsync())!.Value;

        StringAssert.StartsWith(before, $"run {id} running 1 , progress {id} running 1 {{\"percent\":40,\"message\":\"zipping\",\"at\":");
        Assert.AreEqual(("run", "succeeded", 200), (kind, run.GetProperty("state").GetString(), run.GetProperty("status").GetInt32()));
        var listed = (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items")[0];
        Assert.AreEqual(listed.GetRawText(), run.GetRawText(), "the same document as elsewhere");
    }

    [TestMethod]
    public async Task GetEvents_Answer_IsAnUncachedEventStream()
    {
        await using var app = await StartAsync();

        await using var events = await OpenEvents.OpenAsync(app);

        Assert.AreEqual("text/event-stream", events.Response.Content.Headers.ContentType!.ToString());
        Assert.AreEqual("no-store", events.Response.Headers.CacheControl!.ToString());
        Assert.AreEqual("no", events.Response.Headers.GetValues("X-Accel-Buffering").Single());
    }

    [TestMethod]
    public async Task GetEvents_JobPausedAndResumed_SaysByWhatAndWhy()
    {
        await using var app = await StartAsync(crontab: "@yearly - /a --name yearly");
        await using var events = await OpenEvents.OpenAsync(app);

        await app.Client.PostAsJsonAsync("/jobqueue/api/jobs/yearly/pause", new { reason = "too loud" });
        await app.Client.PostAsync("/jobqueue/api/jobs/yearly/resume", null);
        var told = await events.NextAsync(2, "name", "state", "change", "reason");

        Assert.AreEqual("job yearly paused paused too loud, job yearly active resumed ", told);
    }

    [TestMethod]
    public async Task GetEvents_CrontabRefusedAndLoaded_SaysSo()
    {
        await using var app = await StartAsync(crontab: "@yearly - /a");
        await using var events = await OpenEvents.OpenAsync(app, "?kind=crontab");

        app.WriteCrontab("61 * * * * - /a\n");
        var refused = await NextUntilAsync(events, crontab => crontab.GetProperty("change").GetString() == "refused");
        app.WriteCrontab("@yearly - /a\n@daily - /b\n");
        var loaded = await NextUntilAsync(events, crontab => crontab.GetProperty("change").GetString() == "loaded");

        StringAssert.EndsWith(refused.GetRawText(), """
            "jobs":1,"healthy":false,"errorCount":1,"warningCount":0}
            """);
        StringAssert.EndsWith(loaded.GetRawText(), """
            "jobs":2,"healthy":true,"errorCount":0,"warningCount":0}
            """);
    }

    [TestMethod]
    public async Task GetEvents_QueuePaused_SaysSo()
    {
        await using var app = await StartAsync();
        await using var events = await OpenEvents.OpenAsync(app);

        Feed(app).Publish(new QueueChanged("mail", new JobEvent(DateTimeOffset.UnixEpoch, "paused", null, "anna", "the server is down")));
        var (kind, queue) = (await events.NextAsync())!.Value;

        Assert.AreEqual("queue", kind);
        Assert.AreEqual(
            """{"name":"mail","change":"paused","at":"1970-01-01T00:00:00Z","runId":null,"who":"anna","reason":"the server is down"}""",
            queue.GetRawText());
    }

    [TestMethod]
    // Where the id of the last event seen goes: field, or query
    [DataRow(true)]
    [DataRow(false)]
    public async Task GetEvents_AfterAnEvent_GoesOnThere(bool isField)
    {
        await using var app = await StartAsync();
        var first = await OpenEvents.OpenAsync(app);
        Publish(app, "one", "two", "three");
        var before = await first.NextAsync(1, "name");
        var id = first.LastEventId;
        await first.DisposeAsync();

        Publish(app, "four");
        await using var second = await OpenEvents.OpenAsync(app, isField ? "?lastEventId=1-1" : $"?lastEventId={id}", isField ? id : null);
        var after = await second.NextAsync(3, "name");

        Assert.AreEqual("queue one", before);
        Assert.AreEqual("queue two, queue three, queue four", after);
    }

    [TestMethod]
    public async Task GetEvents_BackBeforeTheFirstEvent_MissesNothing()
    {
        await using var app = await StartAsync();
        var first = await OpenEvents.OpenAsync(app, "?kind=queue");
        var opened = await EventIdOfOpeningAsync(app);
        await first.DisposeAsync();

        Publish(app, "meanwhile");
        await using var second = await OpenEvents.OpenAsync(app, lastEventId: opened);

        Assert.AreEqual("queue meanwhile", await second.NextAsync(1, "name"));
    }

    [TestMethod]
    // An id that is none of this process
    [DataRow("1-1")]
    [DataRow("rubbish")]
    [DataRow("-")]
    [DataRow("99999999999999999999-1")]
    public async Task GetEvents_AfterAnEventOfAnotherProcess_IsAResetAndThenWhatHappens(string lastEventId)
    {
        await using var app = await StartAsync();
        await using var events = await OpenEvents.OpenAsync(app, lastEventId: lastEventId);

        Publish(app, "next");
        var reset = await events.NextAsync(1, "reason");
        var next = await events.NextAsync(1, "name");

        Assert.AreEqual(("reset the process has been started anew", "queue next"), (reset, next));
    }

    [TestMethod]
    public async Task GetEvents_AfterAnEventThatIsForgotten_IsAReset()
    {
        await using var app = await StartAsync();
        var first = await OpenEvents.OpenAsync(app);
        Publish(app, "one");
        await first.NextAsync();
        var id = first.LastEventId;
        await first.DisposeAsync();

        Publish(app, [.. Enumerable.Repeat("more", EventFeed.UsualCapacity + 1)]);
        await using var second = await OpenEvents.OpenAsync(app, lastEventId: id);

        Assert.AreEqual("reset more has happened than is kept", await second.NextAsync(1, "reason"));
    }

    [TestMethod]
    // Filter, what is told of a run of "a", one of "b", and a queue
    [DataRow("?kind=run", "a, b")]
    [DataRow("?kind=queue", "mail")]
    [DataRow("?kind=queue,run", "a, b, mail")]
    [DataRow("?job=b", "b")]
    [DataRow("?job=b&kind=run,queue", "b")]
    [DataRow("?job=&kind=", "a, b, mail")]
    public async Task GetEvents_Filtered_TellsOnlyThat(string query, string expected)
    {
        await using var app = await StartAsync();
        await using var events = await OpenEvents.OpenAsync(app, query);

        Feed(app).Publish([RunOf("a"), RunOf("b")]);
        Publish(app, "mail");
        var count = expected.Split(", ").Length;
        var told = await events.NextAsync(count, "jobName", "name");

        Assert.AreEqual(expected, told.Replace("run ", "").Replace("queue ", ""));
    }

    [TestMethod]
    public async Task GetEvents_UnknownKind_IsRefused()
    {
        await using var app = await StartAsync();

        var answer = await app.Client.GetAsync("/jobqueue/api/events?kind=run,weather");

        Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode);
        StringAssert.Contains(await answer.Content.ReadAsStringAsync(), "run,job,progress,queue,crontab");
    }

    [TestMethod]
    public async Task GetEvents_UnderAnotherName_IsRefusedAsAnyGet()
    {
        await using var app = await StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/jobqueue/api/events") { Headers = { Host = "evil.example" } };

        var answer = await app.Client.SendAsync(request);

        Assert.AreEqual(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [TestMethod]
    public async Task GetEvents_ManyReaders_AreLetInUpToALimit()
    {
        await using var app = await StartAsync();
        var readers = app.App.Services.GetRequiredService<EventReaders>();
        var entered = await Task.WhenAll(Enumerable.Range(0, EventReaders.Most).Select(_ => readers.TryEnterAsync()));

        var refused = await app.Client.GetAsync("/jobqueue/api/events");
        readers.Leave();
        await using var taken = await OpenEvents.OpenAsync(app);

        Assert.IsTrue(entered.All(isIn => isIn));
        Assert.AreEqual(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.IsNotNull(refused.Headers.RetryAfter);
    }

    [TestMethod]
    public async Task StopAsync_OpenEvents_EndsThemAndIsNotHeldUp()
    {
        await using var app = await StartAsync();
        await using var events = await OpenEvents.OpenAsync(app);

        await app.App.StopAsync().WaitAsync(Limit);

        Assert.IsNull(await events.NextAsync());
    }

    [TestMethod]
    public async Task StopAsync_ReaderThatTakesNothing_IsNotHeldUp()
    {
        await using var app = await StartAsync();
        await using var events = await OpenEvents.OpenAsync(app);
        Publish(app, [.. Enumerable.Repeat(new string('x', 4000), EventFeed.UsualCapacity)]);

        await app.App.StopAsync().WaitAsync(Limit);

        Assert.IsFalse(app.App.Services.GetRequiredService<JobQueue.Api.Hosting.JobQueueLife>().IsReady);
    }

    private static Task<LibraryApp> StartAsync(HeldEndpoint? backup = null, string crontab = "") => LibraryApp.StartAsync(
        crontab,
        app =>
        {
            app.MapGet("/backups", (backup ?? new HeldEndpoint()).RunAsync);
            app.MapJobQueue();
        },
        // What holds up a stop is not cut off before the limit.
        builder => builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = 10 * Limit));

    private static EventFeed Feed(LibraryApp app) => app.App.Services.GetRequiredService<Ledger>().Feed;

    private static void Publish(LibraryApp app, params string[] queues) => Feed(app).Publish(
        [.. queues.Select(queue => new QueueChanged(queue, new JobEvent(DateTimeOffset.UnixEpoch, "paused", null, null, null)))]);

    private static RunChanged RunOf(string job) => new(new Run
    {
        Id = $"run-of-{job}",
        JobName = job,
        Due = DateTimeOffset.UnixEpoch,
        Created = DateTimeOffset.UnixEpoch,
        Request = new JobRequest { Uri = "/" },
    });

    // The id stands in the first block, which is no event.
    private static async Task<string> EventIdOfOpeningAsync(LibraryApp app)
    {
        using var response = await app.Client.GetAsync("/jobqueue/api/events", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.AreEqual("retry: 3000", await reader.ReadLineAsync());
        return (await reader.ReadLineAsync())!["id: ".Length..];
    }

    private static async Task<JsonElement> NextUntilAsync(OpenEvents events, Predicate<JsonElement> isIt)
    {
        while (await events.NextAsync() is { } next)
            if (isIt(next.Data))
                return next.Data;
        throw new AssertFailedException("the events ended before");
    }
}
