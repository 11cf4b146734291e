using System.Text.Json;

namespace JobQueue.Api.Tests.Code;

[TestClass]
public sealed class CodeJobsTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task EnqueueAsync_Path_CallsTheAppAsItsUser()
    {
        var called = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.MapPost("/backups", (HttpContext context) => called.TrySetResult(context.User.Identity!.Name));
            app.MapJobQueue();
        });

        var job = await Jobs(app).EnqueueAsync(
            new JobRequest { Method = "POST", Uri = "/backups", User = "backup" }, new JobPolicy { Name = "nightly" });
        var user = await called.Task.WaitAsync(Limit);
        await app.EndedAsync(job.Id);
        var done = await Jobs(app).GetAsync(job.Id);

        Assert.AreEqual(("backup", "nightly"), (user, job.Name));
        Assert.AreEqual((RunState.Succeeded, 200, 1, true), (done!.State, done.Status, done.Attempt, done.IsFinal));
    }

    [TestMethod]
    public async Task ScheduleAsync_Phrase_WaitsForItsTimeAndCanBeCancelledOnce()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());

        var job = await Jobs(app).ScheduleAsync("2999-01-01T09:00Z", new JobRequest { Uri = "/a" });
        var (first, second) = (await Jobs(app).CancelAsync(job.Id), await Jobs(app).CancelAsync(job.Id));
        var after = await Jobs(app).GetAsync(job.Id);

        Assert.AreEqual((RunState.Scheduled, new DateTimeOffset(2999, 1, 1, 9, 0, 0, TimeSpan.Zero)), (job.State, job.Due));
        Assert.AreEqual((true, false, RunState.Cancelled), (first, second, after!.State));
    }

    [TestMethod]
    public async Task GetAsync_Name_IsTheJobThatHasItElseTheOneThatHadItLast()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        var (jobs, policy) = (Jobs(app), new JobPolicy { Name = "backup" });

        var none = await jobs.GetAsync("backup");
        var first = await jobs.ScheduleAsync("2999-01-01T09:00Z", new JobRequest { Uri = "/a" }, policy);
        var cancels = (await jobs.CancelAsync("backup"), await jobs.CancelAsync("backup"));
        var had = await jobs.GetAsync("backup");
        var second = await jobs.ScheduleAsync("2999-01-01T09:00Z", new JobRequest { Uri = "/a" }, policy);
        var has = await jobs.GetAsync("backup");

        Assert.IsNull(none);
        Assert.AreEqual((true, false), cancels);
        Assert.AreEqual((first.Id, RunState.Cancelled), (had!.Id, had.State));
        Assert.AreEqual((second.Id, RunState.Scheduled), (has!.Id, has.State));
    }

    [TestMethod]
    public async Task GetAsync_NameOfARecurringJob_IsNone()
    {
        await using var app = await LibraryApp.StartAsync("@daily - /a --name nightly", app => app.MapJobQueue());

        var (job, isCancelled) = (await Jobs(app).GetAsync("nightly"), await Jobs(app).CancelAsync("nightly"));

        Assert.AreEqual((null, false), (job, isCancelled));
        Assert.AreEqual("active", (await app.GetAsync("/jobqueue/api/jobs/nightly")).GetProperty("state").GetString());
    }

    [TestMethod]
    public async Task ScheduleAsync_NoTime_ShowsThePlace()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());

        var refusal = await Assert.ThrowsExactlyAsync<ArgumentException>(() =>
            Jobs(app).ScheduleAsync("noon tomorow", new JobRequest { Uri = "/a" }));

        StringAssert.Contains(refusal.Message, "\nnoon tomorow\n     ^");
    }

    [TestMethod]
    // Method, URI, header, value, user, what the message names
    [DataRow("get", "/a", "X-A", "1", null, "upper case")]
    [DataRow("G T", "/a", "X-A", "1", null, "upper case")]
    [DataRow("", "/a", "X-A", "1", null, "upper case")]
    [DataRow("GET", "a", "X-A", "1", null, "a path like /backups")]
    [DataRow("GET", "", "X-A", "1", null, "a path like /backups")]
    [DataRow("GET", "//host/a", "X-A", "1", null, "begins with one /")]
    [DataRow("GET", "/a b", "X-A", "1", null, "percent-encoded")]
    [DataRow("GET", "/a", "X-A", "1\r\nX-B: 2", null, "visible ASCII")]
    [DataRow("GET", "/a", "X-A", "1\0", null, "visible ASCII")]
    [DataRow("GET", "/a", "X A", "1", null, "Name: value")]
    [DataRow("GET", "/a", "Connection", "close", null, "another header")]
    [DataRow("GET", "/a", "Transfer-Encoding", "chunked", null, "another header")]
    [DataRow("GET", "/a", "x-jobqueue-path-base", "", null, "another header")]
    [DataRow("GET", "/a", "Idempotency-Key", "1", null, "another header")]
    [DataRow("GET", "/a", "X-A", "1", "a b", "visible ASCII")]
    public async Task EnqueueAsync_BadRequest_SaysWhatWasExpected(
        string method, string uri, string header, string value, string? user, string expected)
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        var request = new JobRequest { Method = method, Uri = uri, Headers = [new(header, value)], User = user };

        var refusal = await Assert.ThrowsExactlyAsync<ArgumentException>(() => Jobs(app).EnqueueAsync(request));

        StringAssert.Contains(refusal.Message, expected);
        Assert.AreEqual(0, (await app.GetAsync("/jobqueue/api/runs")).GetProperty("items").GetArrayLength());
    }

    [TestMethod]
    public async Task EnqueueAsync_BadPolicies_SayWhatWasExpected()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        var (jobs, request) = (Jobs(app), new JobRequest { Uri = "/a" });

        var retry = await Assert.ThrowsExactlyAsync<ArgumentException>(() => jobs.EnqueueAsync(request, new JobPolicy { Retry = -1 }));
        var queue = await Assert.ThrowsExactlyAsync<ArgumentException>(() => jobs.EnqueueAsync(request, new JobPolicy { Queue = "a b" }));
        var limit = await Assert.ThrowsExactlyAsync<ArgumentException>(() =>
            jobs.EnqueueAsync(request, new JobPolicy { Timeout = TimeSpan.Zero }));
        var jitter = await Assert.ThrowsExactlyAsync<ArgumentException>(() =>
            jobs.EnqueueAsync(request, new JobPolicy { Jitter = TimeSpan.FromHours(1) }));
        var expected = await Assert.ThrowsExactlyAsync<ArgumentException>(() =>
            jobs.EnqueueAsync(request, new JobPolicy { ExpectEvery = TimeSpan.FromHours(1) }));
        var conditional = await Assert.ThrowsExactlyAsync<ArgumentException>(() =>
            jobs.EnqueueAsync(request, new JobPolicy { IsConditional = true }));
        var mailTo = await Assert.ThrowsExactlyAsync<ArgumentException>(() => jobs.EnqueueAsync(request, new JobPolicy { MailTo = "root" }));

        StringAssert.Contains(retry.Message, "from 0 to 100");
        StringAssert.Contains(queue.Message, "letters, digits");
        StringAssert.Contains(limit.Message, "more than 0");
        StringAssert.Contains(jitter.Message, "expected none");
        StringAssert.Contains(expected.Message, "expected none");
        StringAssert.Contains(conditional.Message, "expected none");
        StringAssert.Contains(mailTo.Message, "expected mail addresses");
    }

    [TestMethod]
    // URI, target, free URLs, what the message names; null where it may go there
    [DataRow("https://example.com/a", null, false, "found \"https://example.com/a\", expected a path")]
    [DataRow("https://example.com/a", null, true, null)]
    [DataRow("https://example.com/a", "billing", false, "found \"https://example.com/a\", expected a path")]
    [DataRow("https://billing.example/v1/a", "billing", false, null)]
    [DataRow("/a", "https://example.com/", false, "found \"https://example.com/\", expected the name of a configured target (billing)")]
    [DataRow("/a", "https://example.com/", true, null)]
    [DataRow("/a", "biling", true, "found \"biling\", expected a configured target (billing)")]
    [DataRow("/a", "billing", false, null)]
    [DataRow("/../a", "billing", false, "expected a path that does not lead out of the target billing")]
    public async Task ScheduleAsync_ToWhereNoJobGoes_IsRefusedAsByTheApi(string uri, string? target, bool areUrlsFree, string? expected)
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue(), builder => builder.Configuration.AddInMemoryCollection(
        [
            new("JobQueue:Targets:billing:BaseUrl", "https://billing.example/v1"),
            new("JobQueue:AllowFreeUrls", areUrlsFree.ToString()),
        ]));

        var refusal = await RefusalAsync(Jobs(app).ScheduleAsync("2999-01-01", new JobRequest { Uri = uri }, new JobPolicy { Target = target }));
        var alert = await RefusalAsync(Jobs(app).ScheduleAsync(
            "2999-01-01", new JobRequest { Uri = "/a" }, new JobPolicy { Target = target, OnFailure = new AlertRequest("POST", uri) }));

        Assert.AreEqual((expected is null, expected is null), (refusal is null, alert is null));
        StringAssert.Contains(refusal ?? "", expected ?? "");
        StringAssert.Contains(alert ?? "", expected ?? "");
    }

    [TestMethod]
    public async Task EnqueueAsync_BodyThatIsChangedAfterwards_IsSentAsItWas()
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.MapPost("/a", async (HttpContext context) =>
            {
                called.SetResult();
                await read.Task;
                answer.SetResult(await new StreamReader(context.Request.Body).ReadToEndAsync());
            });
            app.MapJobQueue();
        });
        var body = "before"u8.ToArray();

        await Jobs(app).EnqueueAsync(new JobRequest { Method = "POST", Uri = "/a", Body = body });
        await called.Task.WaitAsync(Limit);
        "behind"u8.CopyTo(body);
        read.SetResult();

        Assert.AreEqual("before", await answer.Task.WaitAsync(Limit));
    }

    [TestMethod]
    public async Task EnqueueAsync_NameOfAJobThatIsNotDone_IsRefused()
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());
        var policy = new JobPolicy { Name = "only" };
        await Jobs(app).ScheduleAsync("2999-01-01", new JobRequest { Uri = "/a" }, policy);

        var refusal = await Assert.ThrowsExactlyAsync<InvalidOperationException>(() =>
            Jobs(app).EnqueueAsync(new JobRequest { Uri = "/a" }, policy));

        StringAssert.Contains(refusal.Message, "\"only\"");
    }

    [TestMethod]
    public async Task EnqueueAsync_ChainOfRuns_EndsAtTheTenth()
    {
        var depths = new List<string?>();
        var end = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await LibraryApp.StartAsync("", app =>
        {
            app.MapGet("/next", async (HttpContext context, IJobQueue jobs) =>
            {
                depths.Add(context.GetJobRun()!.RunId);
                try
                {
                    await jobs.EnqueueAsync(new JobRequest { Uri = "/next" });
                }
                catch (InvalidOperationException e)
                {
                    end.SetResult(e.Message);
                }
            });
            app.MapJobQueue();
        });

        await Jobs(app).EnqueueAsync(new JobRequest { Uri = "/next" });
        var refusal = await end.Task.WaitAsync(Limit);

        StringAssert.Contains(refusal, "chain of 10");
        Assert.HasCount(11, depths);
    }

    [TestMethod]
    [DataRow(RunState.Running, "running")]
    [DataRow(RunState.TimedOut, "timed_out")]
    public void State_InJson_IsTheWordOfTheApi(RunState state, string word)
    {
        var job = new Job { Id = "1", State = state };

        var json = JsonSerializer.SerializeToElement(job, JsonSerializerOptions.Web);

        Assert.AreEqual(word, json.GetProperty("state").GetString());
    }

    private static async Task<string?> RefusalAsync(Task<Job> adding)
    {
        try
        {
            await adding;
            return null;
        }
        catch (ArgumentException refusal)
        {
            return refusal.Message;
        }
    }

    private static IJobQueue Jobs(LibraryApp app) => app.App.Services.GetRequiredService<IJobQueue>();
}
