using System.Text.Json.Nodes;
using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/api/jobs/{id}</c>: what is done to a job.</summary>
internal static class JobActionEndpoints
{
    private const int SegmentsOfRun = 3;

    internal static void Map(IEndpointRouteBuilder jobs)
    {
        jobs.MapDelete("/{id}", RemoveAsync).Needs(Access.Operator);
        jobs.MapPost("/{id}/pause", PauseAsync).Needs(Access.Operator);
        jobs.MapPost("/{id}/resume", ResumeAsync).Needs(Access.Operator);
        jobs.MapPost("/{id}/run", RunAsync).Needs(Access.Operator);
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext context, JobCommands commands, Ledger ledger)
    {
        if (await IdAsync(ledger, id) is not { } job)
            return Problems.NotFound("job", id);
        var removing = commands.RemoveAsync(job, JobEndpoints.Who(context), await Reason.ReadAsync(context));
        return await context.InTimeAsync(removing, Doubt.Again) == CommandResult.Done
            ? Results.NoContent()
            : Problems.Conflict(Conflicts.CannotRemove);
    }

    private static Task<IResult> PauseAsync(
        string id, HttpContext context, JobCommands commands, Ledger ledger, Recurring recurring, SchedulerOptions options) =>
        SwitchAsync(id, isPaused: true, Conflicts.CannotPause, commands.PauseAsync, context, ledger, recurring, options);

    private static Task<IResult> ResumeAsync(
        string id, HttpContext context, JobCommands commands, Ledger ledger, Recurring recurring, SchedulerOptions options) =>
        SwitchAsync(id, isPaused: false, Conflicts.CannotResume, commands.ResumeAsync, context, ledger, recurring, options);

    private static async Task<IResult> SwitchAsync(
        string id, bool isPaused, string conflict, Func<string, string?, string?, Task<CommandResult>> switchAsync,
        HttpContext context, Ledger ledger, Recurring recurring, SchedulerOptions options)
    {
        if (await ledger.ReadAsync(connection => FoundJob.Find(connection, id)) is not { } before)
            return Problems.NotFound("job", id);
        var switching = switchAsync(before.Id, JobEndpoints.Who(context), await Reason.ReadAsync(context));
        if (await context.InTimeAsync(switching, Doubt.Again) != CommandResult.Done)
            return Problems.Conflict(conflict);
        var after = await AfterAsync(ledger, before.Id) ?? before.Switched(isPaused);
        return new Document(after.Document(recurring, options));
    }

    // It is done, whether or not it can be read now.
    private static async Task<FoundJob?> AfterAsync(Ledger ledger, string id)
    {
        try
        {
            return await ledger.ReadAsync(connection => FoundJob.Find(connection, id));
        }
        catch (LedgerException)
        {
            return null;
        }
    }

    private static async Task<IResult> RunAsync(string id, HttpContext context, JobCommands commands, Ledger ledger)
    {
        if (await IdAsync(ledger, id) is not { } job)
            return Problems.NotFound("job", id);
        var caller = Caller.Of(context);
        if (JobRights.TooDeep(caller) is { } refusal)
            return refusal;
        var running = commands.RunAsync(
            job, caller.Who, await Reason.ReadAsync(context), caller.Name, caller.Depth, AskingTrace.Of(context));
        var (result, runId) = await context.InTimeAsync(running, Doubt.NewRun);
        return result == CommandResult.Done
            ? Results.Accepted($"{Place.Above(context, SegmentsOfRun)}/runs/{runId}", new JsonObject { ["runId"] = runId })
            : Problems.Conflict(Conflicts.CannotRun);
    }

    private static Task<string?> IdAsync(Ledger ledger, string idOrName) => ledger.ReadAsync(connection =>
    {
        var (recurring, oneTime) = JobLookup.Find(connection, idOrName);
        return recurring?.Id ?? oneTime?.Id;
    });
}
