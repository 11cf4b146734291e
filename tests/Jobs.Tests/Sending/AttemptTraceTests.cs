using System.Diagnostics;
using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Tests.Sending;

[TestClass]
public sealed class AttemptTraceTests
{
    private const string Asked = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [TestMethod]
    // What the run was asked for by, what its request has, the linked span
    [DataRow(Asked, null, "b7ad6b7169203331")]
    [DataRow(Asked, "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01", "b7ad6b7169203331")]
    [DataRow(null, "00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01", "00f067aa0ba902b7")]
    public void Start_OfARunThatWasAskedFor_LinksToThat(string? scheduledBy, string? field, string span)
    {
        var attempt = Attempts.Of("http://example.com/", headers: field is null ? [] : [$"traceparent: {field}"]) with
        {
            RunId = Guid.CreateVersion7().ToString(),
            ScheduledBy = scheduledBy,
        };

        var activity = Traced(attempt, new AttemptResult(AttemptEnd.Responded, new Response { Status = 204 }, null));

        Assert.AreEqual(span, activity.Links.Single().Context.SpanId.ToHexString());
        Assert.AreEqual(default, activity.ParentSpanId);
    }

    [TestMethod]
    public void Start_OfAnAttempt_SpanSaysWhoseItIsAndWhatItCameTo()
    {
        var attempt = Attempts.Of("http://example.com/a?secret=1") with { RunId = Guid.CreateVersion7().ToString() };

        var activity = Traced(attempt, new AttemptResult(AttemptEnd.Responded, new Response { Status = 503 }, null));

        Assert.AreEqual((ActivityKind.Client, "GET", ActivityStatusCode.Error), (activity.Kind, activity.DisplayName, activity.Status));
        Assert.AreEqual(
            (attempt.RunId, "nightly", 2, "2026-03-29T01:30:00+00:00", 503, "http://example.com/a"),
            ((string?)activity.GetTagItem("jobqueue.run"), (string?)activity.GetTagItem("jobqueue.job"),
                (int)activity.GetTagItem("jobqueue.attempt")!, (string?)activity.GetTagItem("jobqueue.due"),
                (int)activity.GetTagItem("http.response.status_code")!, (string?)activity.GetTagItem("url.full")));
        Assert.IsEmpty(activity.Links);
    }

    [TestMethod]
    public void Complete_OfAnAttempt_DurationIsMeasuredByWhatIsBounded()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        using var readings = new Readings();
        var attempt = Attempts.Of("http://example.com/", "X8F3");
        using var trace = AttemptTrace.Start(attempt, new Uri(attempt.Request.Uri), ActivityKind.Client, time);

        time.Advance(TimeSpan.FromSeconds(4));
        trace.Complete(new AttemptResult(AttemptEnd.Responded, new Response { Status = 299 }, null), route: null);

        CollectionAssert.AreEqual(
            new[] { 4.0 },
            readings.Of(
                "jobqueue.attempt.duration", ("http.request.method", "_OTHER"), ("jobqueue.sender", "http"), ("jobqueue.end", "Responded"),
                ("http.response.status_code", 299)));
    }

    private static Activity Traced(RunAttempt attempt, AttemptResult result)
    {
        Activity? stopped = null;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "JobQueue",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => stopped = (string?)activity.GetTagItem("jobqueue.run") == attempt.RunId ? activity : stopped,
        };
        ActivitySource.AddActivityListener(listener);
        using (var trace = AttemptTrace.Start(attempt, new Uri(attempt.Request.Uri), ActivityKind.Client, TimeProvider.System))
            trace.Complete(result, route: null);
        return stopped!;
    }
}
