using System.Text.Json.Nodes;
using JobQueue.Api.Hosting;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Loading;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/api/crontab</c>: the files, when they were loaded, and what is wrong with them.</summary>
internal static class CrontabEndpoints
{
    internal static void Map(IEndpointRouteBuilder api) => api.MapRead("/crontab", Get).Needs(Access.Viewer);

    private static Document Get(CrontabLoader loader)
    {
        var status = loader.Status;
        return new Document(new JsonObject
        {
            ["files"] = new JsonArray([.. status.Files.Select(file => JsonValue.Create(file))]),
            ["loaded"] = status.Loaded is { } loaded ? JobDocument.Text(loaded) : null,
            ["jobs"] = loader.JobsInForce,
            ["healthy"] = status.IsHealthy,
            ["failed"] = status.Failed is { } failed ? JobDocument.Text(failed) : null,
            ["errors"] = new JsonArray([.. status.Errors.Select(Error)]),
            ["warnings"] = new JsonArray([.. status.Warnings.Select(Warning)]),
        });
    }

    private static JsonObject Error(TextError error) => new()
    {
        ["file"] = error.File,
        ["line"] = error.Line,
        ["column"] = error.Column,
        ["found"] = error.Found,
        ["expected"] = error.Expected,
        ["message"] = error.ToString(),
    };

    private static JsonObject Warning(TextWarning warning) => new()
    {
        ["file"] = warning.File,
        ["line"] = warning.Line,
        ["column"] = warning.Column,
        ["message"] = warning.ToString(),
    };
}
