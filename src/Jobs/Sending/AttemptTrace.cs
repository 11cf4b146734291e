using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using JobQueue.Jobs.Metrics;

namespace JobQueue.Jobs.Sending;

/// <summary>What tracing and metrics see of one attempt, named as OpenTelemetry's HTTP conventions do.</summary>
internal sealed class AttemptTrace : IDisposable
{
    private static readonly Histogram<double> Duration =
        Telemetry.Meter.CreateHistogram("jobqueue.attempt.duration", "s", "Duration of attempts.", tags: null, Buckets.Duration);

    private readonly Activity? _activity;
    private readonly TimeProvider _time;
    private readonly long _started;
    private readonly string _method;
    private readonly string _sender;

    private AttemptTrace(Activity? activity, string method, string sender, TimeProvider time)
    {
        (_activity, _method, _sender, _time, _started) = (activity, method, sender, time, time.GetTimestamp());
        TraceParent = activity?.Id ?? $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-00";
    }

    /// <summary>W3C trace context of the attempt; not sampled when nobody listens.</summary>
    public string TraceParent { get; }

    /// <summary>Starts the activity of an attempt; the request that scheduled it, if its trace was stored, is a link.</summary>
    public static AttemptTrace Start(RunAttempt attempt, Uri uri, ActivityKind kind, TimeProvider time)
    {
        var method = attempt.Request.Method;
        var sender = kind == ActivityKind.Server ? "in_process" : "http";
        if (!Telemetry.Activities.HasListeners())
            return new AttemptTrace(null, method, sender, time);
        var activity = Telemetry.Activities.StartActivity(
            kind, parentContext: default, tags: Tags(attempt, uri, kind), links: SchedulingRequest(attempt), name: method);
        return new AttemptTrace(activity, method, sender, time);
    }

    public void Complete(AttemptResult result, string? route)
    {
        if (_activity is not null)
            Describe(_activity, result, route);
        if (Duration.Enabled)
            Duration.Record(_time.GetElapsedTime(_started).TotalSeconds, Measured(result, route));
    }

    public void Dispose() => _activity?.Dispose();

    private void Describe(Activity activity, AttemptResult result, string? route)
    {
        if (result.Response is { } response)
            activity.SetTag("http.response.status_code", response.Status);
        if (route is not null)
            activity.SetTag("http.route", route).DisplayName = $"{_method} {route}";
        if (result.End != AttemptEnd.Responded || result.Status >= 500)
            activity.SetStatus(ActivityStatusCode.Error, result.Error).SetTag("error.type", ErrorType(result));
    }

    private TagList Measured(AttemptResult result, string? route)
    {
        var tags = new TagList { { "jobqueue.sender", _sender }, { "jobqueue.end", result.End.ToString() } };
        tags.Add(Metrics.Tags.Method(_method));
        if (result.Response is { } response)
            tags.Add("http.response.status_code", response.Status);
        if (route is not null)
            tags.Add("http.route", route);
        return tags;
    }

    private static string ErrorType(AttemptResult result) =>
        result.End == AttemptEnd.Responded ? $"{result.Status}" : result.End.ToString();

    private static KeyValuePair<string, object?>[] Tags(RunAttempt attempt, Uri uri, ActivityKind kind) =>
    [
        new("http.request.method", attempt.Request.Method),
        new("server.address", uri.IdnHost),
        new("server.port", uri.Port),
        new("url.scheme", uri.Scheme),
        // A query may hold secrets.
        kind == ActivityKind.Server
            ? new("url.path", uri.AbsolutePath)
            : new("url.full", uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)),
        new("jobqueue.run", attempt.RunId),
        new("jobqueue.job", attempt.JobName ?? attempt.JobId),
        new("jobqueue.attempt", attempt.Attempt),
        new("jobqueue.due", attempt.Due.ToString(RunHeaders.DueFormat, CultureInfo.InvariantCulture)),
    ];

    private static IEnumerable<ActivityLink>? SchedulingRequest(RunAttempt attempt)
    {
        var stored = attempt.ScheduledBy ?? attempt.Request.Headers
            .FirstOrDefault(h => h.Key.Equals(RunHeaders.TraceParent, StringComparison.OrdinalIgnoreCase)).Value;
        return ActivityContext.TryParse(stored, null, isRemote: true, out var context) ? [new ActivityLink(context)] : null;
    }
}
