using System.Text.Json.Nodes;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Loading;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/healthz</c>: whether all is well. <c>/readyz</c>: whether jobs are sent.</summary>
internal static class HealthEndpoints
{
    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz", (JobQueueLife life, CrontabLoader crontab, Ledger ledger) => Answer(
            [
                .. life.IsReady ? [] : NotReady,
                .. ledger.Refusal is { } refusal ? [refusal] : Array.Empty<string>(),
                .. crontab.Status.IsHealthy ? [] : BadCrontab(crontab.Status),
            ]));
        endpoints.MapGet("/readyz", (JobQueueLife life) => Answer(life.IsReady ? [] : NotReady));
    }

    private static readonly string[] NotReady = ["jobs are not sent: starting, stopping, or the ledger is broken"];

    private static string[] BadCrontab(CrontabStatus status) =>
        [$"the crontab has {status.Errors.Length} errors, the schedule before it is in force: {status.Errors[0]}"];

    private static IResult Answer(string[] problems) => Results.Json(
        new JsonObject { ["status"] = problems.Length == 0 ? "healthy" : "unhealthy", ["problems"] = new JsonArray([.. problems.Select(p => JsonValue.Create(p))]) },
        statusCode: problems.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
}
