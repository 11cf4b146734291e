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
        endpoints.MapGet("/healthz", (HttpContext context, JobQueueLife life, CrontabLoader crontab, Ledger ledger) => Answer(
            context, Problems(life, ledger, crontab))).Needs(Access.Anyone);
        endpoints.MapGet("/readyz", (HttpContext context, JobQueueLife life) => Answer(context, life.IsReady ? [] : NotReady)).Needs(Access.Anyone);
    }

    /// <summary>What is not well.</summary>
    internal static string[] Problems(JobQueueLife life, Ledger ledger, CrontabLoader crontab) =>
    [
        .. life.IsReady ? [] : NotReady,
        .. ledger.Refusal is { } refusal ? [refusal] : Array.Empty<string>(),
        .. crontab.Status.IsHealthy ? [] : BadCrontab(crontab.Status),
    ];

    private static readonly string[] NotReady = ["jobs are not sent: starting, stopping, or the ledger is broken"];

    private static string[] BadCrontab(CrontabStatus status) =>
        [$"the crontab has {status.Errors.Length} errors, the schedule before it is in force: {status.Errors[0]}"];

    // What is wrong here is nobody else's business.
    private static IResult Answer(HttpContext context, string[] problems)
    {
        var document = new JsonObject { ["status"] = problems.Length == 0 ? "healthy" : "unhealthy" };
        if (Caller.Find(context) is not null)
            document["problems"] = new JsonArray([.. problems.Select(problem => JsonValue.Create(problem))]);
        return Results.Json(document, statusCode: problems.Length == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
