using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JobQueue.Jobs.Mailing;

/// <summary>
/// The one-time job that tells another program of a failure. It has the default policy, which asks for no alert: alerts never alert.
/// </summary>
internal static class AlertRun
{
    /// <summary>The queue of alerts, whatever that of their job: one that is held up is a reason to tell.</summary>
    internal static string Queue => JobPolicy.Default.Queue;

    private const int Priority = 100;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Of the end of a run whose policy asks for it.</summary>
    internal static Run Of(RunEnd end, AlertRequest request, DateTimeOffset now)
    {
        var run = end.Run;
        var body = new JsonObject
        {
            ["event"] = end.IsRecovery ? "recovery" : "failure",
            ["job"] = run.JobId ?? run.Id,
            ["jobName"] = run.JobName,
            ["run"] = run.Id,
            ["state"] = Word.Of(run.State),
            ["status"] = run.Status,
            ["error"] = run.Error,
            ["due"] = Text(run.Due),
            ["started"] = Text(run.Started),
            ["finished"] = Text(run.Finished),
            ["attempt"] = run.Attempt,
            ["failures"] = end.Failures,
        };
        return New(request, body, run.Request.User, run.Policy.Target, JobTitle.Of(run), now) with
        {
            Identity = run.Identity,
            Depth = Math.Min(run.Depth + 1, Run.MostDepth),
            IsConfined = run.IsConfined,
        };
    }

    /// <summary>Of a job that is overdue, whose policy asks for it.</summary>
    internal static Run OfOverdue(RecurringJob job, Expectation expectation, AlertRequest request, DateTimeOffset now)
    {
        var body = new JsonObject
        {
            ["event"] = "overdue",
            ["job"] = job.Id,
            ["jobName"] = job.Policy.Name,
            ["run"] = null,
            ["state"] = "overdue",
            ["status"] = null,
            ["error"] = expectation.Reason,
            ["due"] = Text(expectation.Deadline),
            ["lastSuccess"] = Text(expectation.LastSuccess),
        };
        return New(request, body, job.Request.User, job.Policy.Target, JobTitle.Of(job.Policy.Name, job.Request), now) with
        {
            Depth = Math.Min(job.Depth + 1, Run.MostDepth),
            IsConfined = job.Source == RecurringJob.ApiSource,
        };
    }

    private static Run New(AlertRequest request, JsonObject body, string? user, string? target, string name, DateTimeOffset now)
    {
        // RFC 9110, 9.3.1: a body of these has no meaning.
        var hasBody = request.Method is not ("GET" or "HEAD");
        return new()
        {
            Id = RunId.New(now),
            Cause = RunCause.Schedule,
            Due = now,
            Created = now,
            State = RunState.Pending,
            Request = new JobRequest
            {
                Method = request.Method,
                Uri = request.Uri,
                Headers = hasBody ? [new("Content-Type", "application/json")] : [],
                Body = hasBody ? JsonSerializer.SerializeToUtf8Bytes(body, Plain) : default,
                User = user,
            },
            Policy = JobPolicy.Default with { Target = target, Priority = Priority },
            RequestedBy = $"alert of {name}",
        };
    }

    private static string? Text(DateTimeOffset? instant) =>
        instant?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
