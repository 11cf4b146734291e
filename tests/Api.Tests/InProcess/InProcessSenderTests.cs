using System.Diagnostics;
using JobQueue.Api.InProcess;
using JobQueue.Jobs.Sending;

namespace JobQueue.Api.Tests.InProcess;

[TestClass]
public sealed class InProcessSenderTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(Requests.Due);
    private readonly CancellationTokenSource _abort = new();
    private TestApp _app = null!;
    private Signals _signals = null!;

    [TestInitialize]
    public async Task StartAsync()
    {
        _app = await TestApp.StartAsync(ConformanceEndpoints.Map, builder =>
        {
            ConformanceEndpoints.Add(builder);
            builder.Services.AddSingleton<TimeProvider>(_time);
        });
        _signals = _app.Services.GetRequiredService<Signals>();
    }

    [TestCleanup]
    public async Task StopAsync()
    {
        _signals.Released.TrySetResult();
        await _app.DisposeAsync();
    }

    public void Dispose() => _abort.Dispose();

    [TestMethod]
    public async Task Send_AbortedWhileWaiting_IsAborted()
    {
        var sending = _app.SendInProcessAsync(Requests.Attempt("GET /wait"), _abort.Token);
        await _signals.Arrived.Task.WaitAsync(TestApp.Limit);

        await _abort.CancelAsync();
        var result = await sending;

        Assert.AreEqual(AttemptEnd.Aborted, result.End);
        Assert.IsNull(result.Response);
        Assert.AreEqual(0, _app.Pipeline.InFlight);
    }

    [TestMethod]
    public async Task Send_AbortedBefore_IsNotSent()
    {
        await _abort.CancelAsync();

        var result = await _app.SendInProcessAsync(Requests.Attempt("GET /wait"), _abort.Token);

        Assert.AreEqual(AttemptEnd.Aborted, result.End);
        Assert.IsFalse(_signals.Arrived.Task.IsCompleted);
    }

    [TestMethod]
    public async Task Send_EndpointIgnoresAbort_IsStuckAfterTheGrace()
    {
        using var counter = new StuckCounter();
        var sending = _app.SendInProcessAsync(Requests.Attempt("GET /deaf"), _abort.Token);
        await _signals.Arrived.Task.WaitAsync(TestApp.Limit);

        await _abort.CancelAsync();
        await _time.WaitForTimerAsync(TestApp.Limit);
        var wasOverEarly = sending.IsCompleted;
        _time.Advance(InProcessSender.Grace);
        var result = await sending;

        Assert.IsFalse(wasOverEarly);
        Assert.AreEqual(AttemptEnd.Aborted, result.End);
        StringAssert.Contains(result.Error, "still running");
        Assert.AreEqual((1, 1), (_app.Pipeline.InFlight, _app.Pipeline.Stuck));
        Assert.IsGreaterThanOrEqualTo(1, counter.Counted);
    }

    [TestMethod]
    public async Task Send_StuckEndpointEnds_LeavesThePipeline()
    {
        var sending = _app.SendInProcessAsync(Requests.Attempt("GET /deaf"), _abort.Token);
        await _signals.Arrived.Task.WaitAsync(TestApp.Limit);
        await _abort.CancelAsync();
        await _time.WaitForTimerAsync(TestApp.Limit);
        _time.Advance(InProcessSender.Grace);
        await sending;

        _signals.Released.SetResult();
        await _app.Pipeline.WaitUntilIdleAsync(CancellationToken.None).WaitAsync(TestApp.Limit);

        Assert.AreEqual((0, 0), (_app.Pipeline.InFlight, _app.Pipeline.Stuck));
    }

    [TestMethod]
    public async Task Send_GateClosed_IsNotSent()
    {
        _app.Pipeline.Close();

        var result = await _app.SendInProcessAsync(Requests.Attempt("GET /who"));

        Assert.AreEqual(AttemptEnd.NotSent, result.End);
    }

    [TestMethod]
    [DataRow("GET /dispose")]
    [DataRow("GET /dispose-late")]
    public async Task Send_ScopedServices_AreDisposedBeforeTheRunEnds(string request)
    {
        await _app.SendInProcessAsync(Requests.Attempt(request));

        Assert.IsTrue(_signals.Disposed.Task.IsCompleted);
    }

    [TestMethod]
    public async Task Send_OnCompleted_HasRunBeforeTheRunEnds()
    {
        await _app.SendInProcessAsync(Requests.Attempt("GET /completed"));

        Assert.IsTrue(_signals.Completed.Task.IsCompleted);
    }

    [TestMethod]
    public async Task Send_EndpointSetsAsyncLocal_NeitherCallerNorNextRunSeesIt()
    {
        ConformanceEndpoints.Ambient.Value = "caller";

        var first = await _app.SendInProcessAsync(Requests.Attempt("GET /ambient"));
        var second = await _app.SendInProcessAsync(Requests.Attempt("GET /ambient"));

        Assert.AreEqual("clean clean", $"{Requests.Text(first)} {Requests.Text(second)}");
        Assert.AreEqual("caller", ConformanceEndpoints.Ambient.Value);
    }

    [TestMethod]
    [DataRow("GET /throw", 500, "InvalidOperationException: no luck")]
    [DataRow("GET /throw-late", 500, "InvalidOperationException: too late")]
    [DataRow("GET /handled/throw", 500, "InvalidOperationException: no luck")]
    [DataRow("GET /bad", 413, "BadHttpRequestException: too large")]
    [DataRow("GET /abort", 0, "the endpoint aborted the request")]
    [DataRow("GET /who", 200, null)]
    public async Task Send_Exception_IsTheRunsError(string request, int status, string? error)
    {
        var result = await _app.SendInProcessAsync(Requests.Attempt(request));

        Assert.AreEqual((status, error), (result.Status, result.Error));
    }

    [TestMethod]
    [DataRow("?a=%c3%a4&b=%7E&c=%41")]
    [DataRow("?a=1?b=|'[]")]
    public async Task Send_Query_IsTheRequestsByteForByte(string query)
    {
        var result = await _app.SendInProcessAsync(Requests.Attempt("GET /target/%7e" + query));

        Assert.AreEqual($"{query} /target/%7e{query}", Requests.Text(result));
    }

    [TestMethod]
    public async Task Send_DefaultOrigin_IsHttpsOnLocalhost()
    {
        var url = await _app.SendInProcessAsync(Requests.Attempt("GET /url/a"));
        var secure = await _app.SendInProcessAsync(Requests.Attempt("GET /secure/x"));

        Assert.AreEqual("https://localhost/url/a /url/a a ", Requests.Text(url));
        Assert.AreEqual(200, secure.Status);
    }

    [TestMethod]
    public async Task Send_EndpointAsksForTheRun_SeesIt()
    {
        var attempt = Requests.Attempt("GET /run", null, "ann");

        var result = await _app.SendInProcessAsync(attempt);

        Assert.AreEqual(new JobRun(attempt.RunId, "job-1", "nightly", 2, Requests.Due, "ann").ToString(), Requests.Text(result));
    }

    [TestMethod]
    public async Task Send_AnswerSetsCookie_CookieIsNotKept()
    {
        var result = await _app.SendInProcessAsync(Requests.Attempt("GET /token"));

        Assert.IsNull(Requests.Header(result, "Set-Cookie"));
    }

    [TestMethod]
    public async Task Send_BodyOverOneMebibyte_IsTruncatedAndCounted()
    {
        var result = await _app.SendInProcessAsync(Requests.Attempt("GET /three-mega"));

        Assert.IsTrue(result.Response!.IsTruncated);
        Assert.AreEqual((Response.MaxKeptBytes, 3L * 1024 * 1024), (result.Response.Body.Length, result.Response.BodyBytes));
    }

    [TestMethod]
    public async Task Send_Listened_IsAServerActivityLinkedToTheSchedulingRequest()
    {
        const string scheduling = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var attempt = Requests.Attempt("GET /bind/7", null, null, $"traceparent: {scheduling}");
        var stopped = new TaskCompletionSource<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "JobQueue",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => _ = activity.GetTagItem("jobqueue.run") is string run && run == attempt.RunId && stopped.TrySetResult(activity),
        };
        ActivitySource.AddActivityListener(listener);

        await _app.SendInProcessAsync(attempt);
        var activity = await stopped.Task.WaitAsync(TestApp.Limit);

        Assert.AreEqual((ActivityKind.Server, "GET /bind/{id}"), (activity.Kind, activity.DisplayName));
        Assert.AreEqual(200, activity.GetTagItem("http.response.status_code"));
        Assert.AreEqual("b7ad6b7169203331", activity.Links.Single().Context.SpanId.ToHexString());
    }
}
