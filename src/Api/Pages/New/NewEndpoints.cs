using System.Text.Json;
using JobQueue.Api.Endpoints;
using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Pages.New;

/// <summary>A job of one's own, typed into a form; held to the rules of <c>POST /api/jobs</c>.</summary>
internal static class NewEndpoints
{
    // A megabyte of JSON, as a form spells it.
    private const int MostFormBytes = 4 * 1024 * 1024;

    internal static void Map(IEndpointRouteBuilder pages, IEndpointRouteBuilder forms)
    {
        pages.MapRead("/new", GetAsync).Needs(Access.Operator);
        pages.MapRead("/new/preview", PreviewOf).Needs(Access.Operator);
        forms.MapPost("/new", AddAsync).Needs(Access.Operator).WithMetadata(new RequestSizeLimitAttribute(MostFormBytes));
    }

    private static async Task<IResult> GetAsync(
        HttpContext context, Ledger ledger, JobCommands commands, SchedulerOptions options, string? replay)
    {
        var now = commands.Now;
        var id = RunId.New(now);
        if (string.IsNullOrEmpty(replay))
            return NewPage.Of(new NewForm { Id = id }, Preview.Of("", "", now, options));
        if (await ledger.ReadAsync(connection => RunReads.Find(connection, replay)) is not { } run)
            return Problems.NotFound("run", replay);
        var (form, leftOut) = ReplayedForm.Of(run, Caller.Of(context), id);
        return NewPage.Of(form, Preview.Of(form.When, "", now, options)) with { Replayed = replay, LeftOut = leftOut };
    }

    private static PartResult PreviewOf(JobCommands commands, SchedulerOptions options, string? when, string? timeZone) =>
        new(PreviewPart.Of(Preview.Of((when ?? "").Trim(), (timeZone ?? "").Trim(), commands.Now, options)));

    private static async Task<IResult> AddAsync(HttpContext context, JobCommands commands, SchedulerOptions options)
    {
        var sent = await context.Request.ReadFormAsync(context.RequestAborted);
        var (form, now, faults) = (NewForm.Of(sent), await commands.NowAsync(), new List<Fault>());
        var page = NewPage.Of(form, Preview.Of(form.When, form.Said("timeZone"), now, options));
        if (sent.ContainsKey("preview"))
            return page;
        var bytes = form.ToJson(faults);
        using var json = JsonDocument.Parse(bytes);
        var reader = new NewJobReader(now, options);
        if (reader.Read(json.RootElement) is not { } job || faults.Count > 0)
            return page with { Faults = [.. faults, .. reader.Faults], Status = StatusCodes.Status400BadRequest };
        var caller = Caller.Of(context);
        if (JobRights.Refusal(caller, job, options.Users) is ProblemHttpResult refusal)
            return page with { Refusal = refusal.ProblemDetails.Detail, Status = refusal.StatusCode };
        var (added, id, _) = await NewJobEntry.EnterAsync(commands, job, form.Key(bytes), context);
        if (added != Added.NameTaken)
            return SeeOther.To(context, $"/jobs/{id}");
        var taken = new Fault(
            "name", null, $"\"{job.Policy.Name}\"", "another name: a job that is not done, or a line of a crontab, has it");
        return page with { Faults = [taken], Status = StatusCodes.Status409Conflict };
    }
}
