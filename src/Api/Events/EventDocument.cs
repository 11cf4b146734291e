using System.Text.Json.Nodes;
using JobQueue.Api.Endpoints;
using JobQueue.Jobs;
using JobQueue.Jobs.Events;

namespace JobQueue.Api.Events;

/// <summary>Events as the API shows them: with the fields of the documents they are about.</summary>
internal static class EventDocument
{
    internal static JsonObject Of(FeedEvent what) => what switch
    {
        RunChanged changed => RunDocument.Of(changed.Run, withBody: false),
        JobChanged job => Done(new JsonObject { ["id"] = job.Id, ["name"] = job.Name, ["state"] = job.State }, job.Event),
        ProgressReported reported => Of(reported),
        QueueChanged queue => Done(new JsonObject { ["name"] = queue.Name }, queue.Event),
        CrontabRead read => Of(read),
        _ => throw new ArgumentException($"an event of the kind {what.Kind} has no document", nameof(what)),
    };

    private static JsonObject Of(ProgressReported reported) => new()
    {
        ["id"] = reported.RunId,
        ["jobId"] = reported.JobId,
        ["jobName"] = reported.JobName,
        ["state"] = Word.Of(RunState.Running),
        ["attempt"] = reported.Attempt,
        ["progress"] = RunDocument.Of(reported.Progress),
    };

    private static JsonObject Of(CrontabRead read) => new()
    {
        ["change"] = read.Errors == 0 ? "loaded" : "refused",
        ["at"] = JobDocument.Text(read.At),
        ["files"] = new JsonArray([.. read.Files.Select(file => JsonValue.Create(file))]),
        ["jobs"] = read.Jobs,
        ["healthy"] = read.Errors == 0,
        ["errorCount"] = read.Errors,
        ["warningCount"] = read.Warnings,
    };

    private static JsonObject Done(JsonObject document, JobEvent what)
    {
        document["change"] = what.Kind;
        document["at"] = JobDocument.Text(what.At);
        document["runId"] = what.RunId;
        document["who"] = what.Who;
        document["reason"] = what.Reason;
        return document;
    }
}
