using System.Text.Json.Nodes;
using JobQueue.Api.Health;
using JobQueue.Api.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/healthz</c>: whether all is well. <c>/readyz</c>: whether jobs are sent.</summary>
internal static class HealthEndpoints
{
    internal static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRead("/healthz", async (HttpContext context, SharedReport report) => Answer(context, await report.ReadAsync()))
            .Needs(Access.Anyone);
        endpoints
            .MapRead("/readyz", (HttpContext context, JobQueueLife life) => Answer(context, life.IsReady ? [] : [HealthReport.NotReady]))
            .Needs(Access.Anyone);
    }

    // What is wrong here is nobody else's business.
    private static IResult Answer(HttpContext context, IReadOnlyCollection<Problem> found)
    {
        var isHealthy = found.All(problem => problem.IsWarning);
        var document = new JsonObject { ["status"] = isHealthy ? "healthy" : "unhealthy" };
        if (Caller.Find(context) is not null)
        {
            document["problems"] = Lines(found.Where(problem => !problem.IsWarning));
            document["warnings"] = Lines(found.Where(problem => problem.IsWarning));
        }

        return Results.Json(document, statusCode: isHealthy ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static JsonArray Lines(IEnumerable<Problem> problems) => [.. problems.Select(problem => JsonValue.Create(problem.Line))];
}
