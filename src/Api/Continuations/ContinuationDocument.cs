using System.Text.Json.Nodes;
using JobQueue.Api.Endpoints;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;

namespace JobQueue.Api.Continuations;

/// <summary>
/// A request that is answered later, as its caller sees it. Nothing of the job is shown: proxies may have added to the request, and the
/// policy is the app's.
/// </summary>
internal static class ContinuationDocument
{
    /// <param name="run">The run.</param>
    /// <param name="answer">Its answer; null while there is none.</param>
    /// <param name="location">Where it is read, with the app's path base.</param>
    internal static JsonObject Of(Run run, Response? answer, string location) => new()
    {
        ["state"] = Word.Of(run.State),
        ["progress"] = run.Progress is { } progress ? RunDocument.Of(progress) : null,
        ["runId"] = run.Id,
        ["response"] = answer is null ? null : new JsonObject { ["status"] = answer.Status, ["url"] = $"{location}/response" },
    };
}
