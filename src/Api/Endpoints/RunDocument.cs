using System.Text.Json.Nodes;
using JobQueue.Jobs;

namespace JobQueue.Api.Endpoints;

/// <summary>Runs as the API shows them.</summary>
internal static class RunDocument
{
    /// <param name="run">The run.</param>
    /// <param name="withBody">Whether the request's body is shown; lists leave it out.</param>
    internal static JsonObject Of(Run run, bool withBody) => new()
    {
        ["id"] = run.Id,
        ["jobId"] = run.JobId ?? run.Id,
        ["jobName"] = run.JobName,
        ["cause"] = Word.Of(run.Cause),
        ["due"] = JobDocument.Text(run.Due),
        ["started"] = Text(run.Started),
        ["finished"] = Text(run.Finished),
        ["state"] = Word.Of(run.State),
        ["attempt"] = run.Attempt,
        ["status"] = run.Status,
        ["durationMs"] = Duration(run),
        ["latenessMs"] = Milliseconds(run.Started - run.Due),
        ["note"] = Note(run),
        ["disposition"] = run.Disposition is { } disposition ? Word.Of(disposition) : null,
        ["error"] = run.Error,
        ["progress"] = run.Progress is { } progress ? Of(progress) : null,
        ["notBefore"] = Text(run.NotBefore),
        ["until"] = Text(run.Until),
        ["count"] = run.Count,
        ["user"] = run.Request.User,
        ["requestedBy"] = run.RequestedBy,
        ["replayOf"] = run.Cause == RunCause.Link ? null : run.ReplayOf,
        ["linkOf"] = run.Cause == RunCause.Link ? run.ReplayOf : null,
        ["node"] = run.Node,
        ["summary"] = run.Policy.Summary,
        ["request"] = JobDocument.Request(run.Request, withBody),
    };

    /// <summary>What became of it, in the document of its job.</summary>
    internal static JsonObject Last(Run run) => new()
    {
        ["runId"] = run.Id,
        ["state"] = Word.Of(run.State),
        ["status"] = run.Status,
        ["attempt"] = run.Attempt,
        ["started"] = Text(run.Started),
        ["finished"] = Text(run.Finished),
        ["durationMs"] = Duration(run),
        ["error"] = run.Error,
    };

    internal static JsonObject Of(RunProgress progress) => new()
    {
        ["percent"] = progress.Percent,
        ["message"] = progress.Message,
        ["at"] = JobDocument.Text(progress.At),
    };

    // RFC 9110, 15.3.5 and 15.4.5: it went well, and there is nothing to tell of.
    internal static string? Note(Run run) => run is { State: RunState.Succeeded, Status: 204 or 304 } ? "nothing to do" : null;

    private static string? Text(DateTimeOffset? instant) => instant is { } known ? JobDocument.Text(known) : null;

    private static double? Duration(Run run) => run.Attempt > 0 ? Milliseconds(run.Finished - run.Sent) : null;

    private static double? Milliseconds(TimeSpan? span) => span is { } known ? Math.Round(known.TotalMilliseconds, 3) : null;
}
