using JobQueue.Api.Endpoints;
using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages;

/// <summary>What the buttons beside jobs, runs and queues do.</summary>
internal static class ActionEndpoints
{
    internal static void Map(IEndpointRouteBuilder forms)
    {
        forms = forms.MapGroup("").Needs(Access.Operator);
        forms.MapPost("/jobs/{id}/pause", PauseAsync);
        forms.MapPost("/jobs/{id}/resume", ResumeAsync);
        forms.MapPost("/jobs/{id}/remove", RemoveAsync);
        forms.MapPost("/jobs/{id}/run", RunAsync);
        forms.MapPost("/runs/{id}/cancel", CancelAsync);
        forms.MapPost("/runs/{id}/replay", ReplayAsync);
        forms.MapPost("/queues/{name}/pause", PauseQueueAsync);
        forms.MapPost("/queues/{name}/resume", ResumeQueueAsync);
    }

    private static async Task<IResult> PauseAsync(string id, HttpContext context, JobCommands commands)
    {
        var form = await ActionForm.ReadAsync(context);
        var result = await commands.PauseAsync(id, Who(context), form.Why);
        return After(result, context, form, "job", id, "The job is removed, or done, or runs.");
    }

    private static async Task<IResult> ResumeAsync(string id, HttpContext context, JobCommands commands)
    {
        var form = await ActionForm.ReadAsync(context);
        var result = await commands.ResumeAsync(id, Who(context), form.Why, context.RequestAborted);
        return After(result, context, form, "job", id, "The job is done, or runs, or another one has its name by now.");
    }

    private static async Task<IResult> RemoveAsync(string id, HttpContext context, JobCommands commands)
    {
        var form = await ActionForm.ReadAsync(context);
        var result = await commands.RemoveAsync(id, Who(context), form.Why);
        return After(result, context, form, "job", id, "The job is removed, or done, already.");
    }

    private static async Task<IResult> RunAsync(string id, HttpContext context, JobCommands commands)
    {
        var form = await ActionForm.ReadAsync(context);
        var caller = Caller.Of(context);
        if (JobRights.TooDeep(caller) is { } refusal)
            return ErrorPage.Conflict(((ProblemHttpResult)refusal).ProblemDetails.Detail!);
        var (result, run) = await commands.RunAsync(id, caller.Who, form.Why, caller.Name, caller.Depth);
        return After(
            result, context, form with { Back = $"/runs/{run}" }, "job", id,
            "The job is busy: a run of it is not done, and its overlap is skip; or it was a one-time job, and is done.");
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext context, JobCommands commands)
    {
        var form = await ActionForm.ReadAsync(context);
        return After(await commands.CancelAsync(id, Who(context), form.Why), context, form, "run", id, "The run has ended already.");
    }

    private static async Task<IResult> ReplayAsync(string id, HttpContext context, JobCommands commands)
    {
        var form = await ActionForm.ReadAsync(context);
        var caller = Caller.Of(context);
        if (JobRights.TooDeep(caller) is { } refusal)
            return ErrorPage.Conflict(((ProblemHttpResult)refusal).ProblemDetails.Detail!);
        var (result, run) = await commands.ReplayAsync(id, caller.Who, form.Why, caller.Name, caller.Depth);
        return After(result, context, form with { Back = $"/runs/{run}" }, "run", id, "The run has not ended: cancel it, or wait for its end.");
    }

    private static async Task<IResult> PauseQueueAsync(string name, HttpContext context, RunQueue runs)
    {
        if (!await HasQueueAsync(runs, name))
            return ErrorPage.NotFound("queue", name);
        var form = await ActionForm.ReadAsync(context);
        await runs.Queues.PauseAsync(name, Who(context), form.Why);
        return SeeOther.To(context, form.Back);
    }

    private static async Task<IResult> ResumeQueueAsync(string name, HttpContext context, RunQueue runs)
    {
        if (!await HasQueueAsync(runs, name))
            return ErrorPage.NotFound("queue", name);
        var form = await ActionForm.ReadAsync(context);
        await runs.Queues.ResumeAsync(name, Who(context), form.Why);
        return SeeOther.To(context, form.Back);
    }

    private static async Task<bool> HasQueueAsync(RunQueue runs, string name) =>
        (await runs.Queues.AllAsync()).Exists(queue => queue.Row.Name == name);

    private static IResult After(CommandResult result, HttpContext context, ActionForm form, string what, string id, string conflict) => result switch
    {
        CommandResult.Done => SeeOther.To(context, form.Back),
        CommandResult.NotFound => ErrorPage.NotFound(what, id),
        _ => ErrorPage.Conflict(conflict),
    };

    private static string? Who(HttpContext context) => Caller.Of(context).Who;
}
