using JobQueue.Api.Endpoints;
using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages;

/// <summary>What the buttons beside jobs, runs and queues do.</summary>
internal static class ActionEndpoints
{
    private static readonly ActionButton[] Buttons =
    [
        new("/jobs/{id}/pause", "job", Conflicts.CannotPause, async asked =>
            (await asked.Commands.PauseAsync(asked.Id, asked.Caller.Who, asked.Why), null)),
        new("/jobs/{id}/resume", "job", Conflicts.CannotResume, async asked =>
            (await asked.Commands.ResumeAsync(asked.Id, asked.Caller.Who, asked.Why), null)),
        new("/jobs/{id}/remove", "job", Conflicts.CannotRemove, async asked =>
            (await asked.Commands.RemoveAsync(asked.Id, asked.Caller.Who, asked.Why), null)),
        new("/jobs/{id}/run", "job", Conflicts.CannotRun, asked =>
            asked.Commands.RunAsync(asked.Id, asked.Caller.Who, asked.Why, asked.Caller.Name, asked.Caller.Depth, asked.Trace)) { MakesRuns = true },
        new("/runs/{id}/cancel", "run", Conflicts.HasEnded, async asked =>
            (await asked.Commands.CancelAsync(asked.Id, asked.Caller.Who, asked.Why), null)),
        new("/runs/{id}/replay", "run", Conflicts.HasNotEnded, async asked =>
        {
            var (result, run) = await asked.Commands.ReplayAsync(
                asked.Id, asked.Caller.Who, asked.Why, asked.Caller.Name, asked.Caller.Depth, asked.Trace);
            return (result, run?.Id);
        }) { MakesRuns = true },
    ];

    internal static void Map(IEndpointRouteBuilder forms)
    {
        forms = forms.MapGroup("").Needs(Access.Operator);
        foreach (var button in Buttons)
            forms.MapPost(button.Path, (string id, HttpContext context, JobCommands commands) => PressAsync(button, id, context, commands));
        forms.MapPost("/queues/{name}/pause", (string name, HttpContext context, RunQueue runs) => PressAsync(runs.Queues.PauseAsync, name, context, runs));
        forms.MapPost("/queues/{name}/resume", (string name, HttpContext context, RunQueue runs) => PressAsync(runs.Queues.ResumeAsync, name, context, runs));
    }

    private static async Task<IResult> PressAsync(ActionButton button, string id, HttpContext context, JobCommands commands)
    {
        var (form, caller) = (await ActionForm.ReadAsync(context), Caller.Of(context));
        if (button.MakesRuns && JobRights.TooDeep(caller) is { } refusal)
            return refusal;
        var asked = new Asked(commands, id, caller, form.Why, AskingTrace.Of(context));
        return await context.InTimeAsync(button.DoAsync(asked), button.MakesRuns ? Doubt.NewRun : Doubt.Again) switch
        {
            (CommandResult.Done, var run) => SeeOther.To(context, run is null ? form.Back : $"/runs/{run}"),
            (CommandResult.NotFound, _) => Problems.NotFound(button.What, id),
            _ => Problems.Conflict(button.Conflict),
        };
    }

    private static async Task<IResult> PressAsync(Func<string, string?, string?, Task> doAsync, string name, HttpContext context, RunQueue runs)
    {
        if (!(await runs.Queues.AllAsync()).Exists(queue => queue.Row.Name == name))
            return Problems.NotFound("queue", name);
        var form = await ActionForm.ReadAsync(context);
        await context.InTimeAsync(doAsync(name, Caller.Of(context).Who, form.Why), Doubt.Again);
        return SeeOther.To(context, form.Back);
    }
}
