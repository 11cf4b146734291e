using System.Globalization;
using System.Text.Json.Nodes;
using JobQueue.Jobs;
using JobQueue.Jobs.Policy;
using JobQueue.Jobs.Sending;
using JobQueue.Scheduler;

namespace JobQueue.Api.Endpoints;

/// <summary>Jobs as the API shows them.</summary>
internal static class JobDocument
{
    /// <summary>A recurring job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="next">Its next due; null for none.</param>
    /// <param name="last">Its last run that was sent; null for none.</param>
    internal static JsonObject Of(RecurringJob job, DateTimeOffset? next, Run? last) => Document(
        job.Id, job.Policy, "cron", job.Schedule, job.TimeZone, job.Request, Word.Of(job.State), job.State == JobState.Active ? next : null, last,
        job.Line is { } line ? $"{job.Source}:{line}" : job.Source, job.RequestedBy, job.Created);

    /// <summary>A one-time job: a run that has not happened yet, or has.</summary>
    internal static JsonObject Of(Run run, SchedulerOptions options)
    {
        var document = Document(
            run.Id, run.Policy, "at", Text(run.Due), run.Policy.TimeZone ?? options.Zone.Id, run.Request, State(run),
            run.IsPaused ? null : run.NotBefore ?? (run.State == RunState.Pending ? run.Due : null), run.Attempt > 0 ? run : null,
            RecurringJob.ApiSource, run.RequestedBy, run.Created);
        document["replayOf"] = run.Cause == RunCause.Link ? null : run.ReplayOf;
        document["linkOf"] = run.Cause == RunCause.Link ? run.ReplayOf : null;
        return document;
    }

    internal static string Text(DateTimeOffset instant) =>
        instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    internal static JsonObject Request(JobRequest request, bool withBody)
    {
        var document = new JsonObject { ["method"] = request.Method, ["uri"] = request.Uri };
        var headers = request.Headers.Where(header => !RunHeaders.IsReserved(header.Key)).ToList();
        if (headers.Count > 0)
            document["headers"] = new JsonObject(headers
                .GroupBy(header => header.Key, StringComparer.OrdinalIgnoreCase)
                .Select(field => KeyValuePair.Create(field.Key, (JsonNode?)string.Join(", ", field.Select(header => header.Value)))));
        if (withBody && !request.Body.IsEmpty)
            Body(document, request.Body);
        return document;
    }

    private static JsonObject Document(
        string id, JobPolicy policy, string kind, string schedule, string zone, JobRequest request, string state, DateTimeOffset? next, Run? last,
        string source, string? requestedBy, DateTimeOffset created)
    {
        var document = new JsonObject
        {
            ["id"] = id,
            ["name"] = policy.Name,
            ["kind"] = kind,
            ["schedule"] = schedule,
            ["timeZone"] = zone,
            ["user"] = request.User,
            ["request"] = Request(request, withBody: true),
            ["state"] = state,
            ["next"] = next is { } due ? Text(due) : null,
            ["last"] = last is null ? null : RunDocument.Last(last),
            ["source"] = source,
            ["requestedBy"] = requestedBy,
            ["created"] = Text(created),
        };
        foreach (var option in PolicyOptions.All.Where(option => !document.ContainsKey(option.Json)))
            document[option.Json] = Value(option, option.Print(policy));
        return document;
    }

    private static JsonValue? Value(PolicyOption option, string? text) =>
        text is null ? null
        : option.IsSwitch ? JsonValue.Create(text == PolicyOption.Yes)
        : option.Json is "retry" or "priority" ? JsonValue.Create(int.Parse(text, CultureInfo.InvariantCulture))
        : JsonValue.Create(text);

    /// <summary>The word of the state that a run is in as a one-time job.</summary>
    internal static string State(Run run) => run.State switch
    {
        RunState.Scheduled or RunState.Pending => run.IsPaused ? "paused" : "scheduled",
        RunState.Running => "running",
        RunState.Cancelled => "removed",
        _ => "completed",
    };

    private static void Body(JsonObject document, ReadOnlyMemory<byte> body)
    {
        var bytes = body.ToArray();
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            document["body"] = System.Text.Encoding.UTF8.GetString(bytes);
        else
            document["bodyBase64"] = Convert.ToBase64String(bytes);
    }
}
