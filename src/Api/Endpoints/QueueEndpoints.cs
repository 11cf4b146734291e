using System.Text.Json.Nodes;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
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
        queues.MapRead("", async (RunQueue runs) => Page.Of((await runs.Queues.AllAsync()).Select(Row), next: null)).Needs(Access.Viewer);
        queues.MapRead("/{name}", GetAsync).Needs(Access.Viewer);
        queues.MapPost("/{name}/pause", (string name, HttpContext context, RunQueue runs) =>
            SwitchAsync(name, isPaused: true, runs.Queues.PauseAsync, context, runs)).Needs(Access.Operator);
        queues.MapPost("/{name}/resume", (string name, HttpContext context, RunQueue runs) =>
            SwitchAsync(name, isPaused: false, runs.Queues.ResumeAsync, context, runs)).Needs(Access.Operator);
    }

    private static async Task<IResult> SwitchAsync(
        string name, bool isPaused, Func<string, string?, string?, Task> switchAsync, HttpContext context, RunQueue runs)
    {
        if (await runs.Queues.FindAsync(name) is not { } before)
            return Problems.NotFound("queue", name);
        var reason = await Reason.ReadAsync(context);
        await context.InTimeAsync(switchAsync(name, JobEndpoints.Who(context), reason), Doubt.Again);
        var row = before.Row with { IsPaused = isPaused, Reason = isPaused ? reason : null };
        var known = new QueueStatus(row, before.Limit, NotBefore: null);
        return new Document(Row(await AfterAsync(name, runs) ?? known));
    }

    // It is done, whether or not it can be read now.
    private static async Task<QueueStatus?> AfterAsync(string name, RunQueue runs)
    {
        try
        {
            return await runs.Queues.FindAsync(name);
        }
        catch (LedgerException)
        {
            return null;
        }
    }

    private static async Task<IResult> GetAsync(string name, RunQueue runs) =>
        await runs.Queues.FindAsync(name) is { } queue ? new Document(Row(queue)) : Problems.NotFound("queue", name);

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
