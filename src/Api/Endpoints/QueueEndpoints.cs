using System.Text.Json.Nodes;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Queue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/api/queues</c>: the named lines of runs, and what holds them back.</summary>
internal static class QueueEndpoints
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        var queues = api.MapGroup("/queues");
        queues.MapGet("", async (RunQueue runs) => Page.Of((await runs.Queues.AllAsync()).Select(Row), next: null)).Needs(Access.Viewer);
        queues.MapGet("/{name}", GetAsync).Needs(Access.Viewer);
        queues.MapPost("/{name}/pause", async (string name, HttpContext context, RunQueue runs) =>
        {
            if (await FindAsync(name, runs) is null)
                return Problems.NotFound("queue", name);
            await runs.Queues.PauseAsync(name, JobEndpoints.Who(context), await JobEndpoints.ReasonAsync(context));
            return await GetAsync(name, runs);
        }).Needs(Access.Operator);
        queues.MapPost("/{name}/resume", async (string name, HttpContext context, RunQueue runs) =>
        {
            if (await FindAsync(name, runs) is null)
                return Problems.NotFound("queue", name);
            await runs.Queues.ResumeAsync(name, JobEndpoints.Who(context), await JobEndpoints.ReasonAsync(context));
            return await GetAsync(name, runs);
        }).Needs(Access.Operator);
    }

    private static async Task<IResult> GetAsync(string name, RunQueue runs) =>
        await FindAsync(name, runs) is { } queue ? new Document(Row(queue)) : Problems.NotFound("queue", name);

    private static async Task<QueueStatus?> FindAsync(string name, RunQueue runs) =>
        (await runs.Queues.AllAsync()).Find(queue => queue.Row.Name == name);

    private static JsonObject Row(QueueStatus queue) => new()
    {
        ["name"] = queue.Row.Name,
        ["concurrency"] = queue.Limit.Concurrency,
        ["rate"] = queue.Limit.Rate?.ToString(),
        ["running"] = queue.Row.Running,
        ["pending"] = queue.Row.Pending,
        ["paused"] = queue.Row.IsPaused,
        ["reason"] = queue.Row.Reason,
        ["notBefore"] = queue.NotBefore is { } until ? JobDocument.Text(until) : null,
    };
}
