using System.Globalization;
using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/api/runs</c>: the run history.</summary>
internal static class RunEndpoints
{
    private const int SegmentsOfReplay = 3;

    internal static void Map(IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/runs");
        runs.MapRead("", ListAsync).Needs(Access.Viewer);
        runs.MapRead("/{id}", GetAsync).Needs(Access.Viewer);
        runs.MapRead("/{id}/response", ResponseAsync).Needs(Access.Viewer);
        runs.MapPost("/{id}/cancel", CancelAsync).Needs(Access.Operator);
        runs.MapPost("/{id}/replay", ReplayAsync).Needs(Access.Operator);
    }

    private static async Task<IResult> ListAsync(
        Ledger ledger, Dispatcher dispatcher,
        string? job, string? state, string? status, string? since, string? until, string? q, string? limit, string? cursor)
    {
        var faults = new List<Fault>();
        var most = Page.Limit(limit, faults);
        RunState wanted = default;
        if (!string.IsNullOrEmpty(state) && !Word.TryParse(state, out wanted))
            faults.Add(new Fault("state", null, $"\"{state}\"", $"one of {string.Join(", ", Word.All<RunState>())}"));
        var filter = new RunFilter
        {
            Job = Page.Said(job),
            State = string.IsNullOrEmpty(state) ? null : wanted,
            Status = Code("status", status),
            Since = Instant("since", since),
            Until = Instant("until", until),
            Text = Page.Said(q),
        };
        RunCursor? before = null;
        if (!string.IsNullOrEmpty(cursor) && !RunCursor.TryParse(cursor, out before))
            faults.Add(new Fault("cursor", null, $"\"{cursor}\"", "the next of the page before"));
        if (faults.Count > 0)
            return Problems.Invalid(faults);
        var (runs, next) = await ledger.ReadAsync(connection =>
        {
            var found = RunSearch.Find(connection, filter, before, most!.Value, RunSearch.MostLookedAt, RunRows.ColumnsWithoutBody);
            return (NodeReads.Named(connection, [.. found.Runs]), found.Next);
        });
        return Page.Of(runs.Select(run => RunDocument.Of(dispatcher.Live(run), withBody: false)), next?.ToString());

        int? Code(string field, string? text)
        {
            if (string.IsNullOrEmpty(text))
                return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && RunFilter.IsStatus(code))
                return code;
            faults.Add(new Fault(field, null, $"\"{text}\"", $"a status: {RunFilter.Statuses}"));
            return null;
        }

        DateTimeOffset? Instant(string field, string? text)
        {
            if (string.IsNullOrEmpty(text))
                return null;
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
                return instant;
            faults.Add(new Fault(field, null, $"\"{text}\"", "an instant like 2026-03-29T03:00:00Z"));
            return null;
        }
    }

    private static async Task<IResult> GetAsync(string id, Ledger ledger, Dispatcher dispatcher) =>
        await ledger.ReadAsync(connection => NodeReads.Named(connection, RunReads.Find(connection, id))) is { } run
            ? new Document(RunDocument.Of(dispatcher.Live(run), withBody: true))
            : Problems.NotFound("run", id);

    private static async Task<IResult> ResponseAsync(string id, HttpContext context, Ledger ledger)
    {
        var (run, response) = await ledger.ReadAsync(connection => StoredResponse.OfRun(connection, id));
        return run is null ? Problems.NotFound("run", id)
            : response is null ? Problems.NotFound("response of run", id)
            : await StoredResponse.AnswerAsync(context, response);
    }

    private static async Task<IResult> CancelAsync(string id, HttpContext context, JobCommands commands)
    {
        var cancelling = commands.CancelAsync(id, JobEndpoints.Who(context), await Reason.ReadAsync(context));
        return await context.InTimeAsync(cancelling, Doubt.Again) switch
        {
            CommandResult.Done => Results.NoContent(),
            CommandResult.NotFound => Problems.NotFound("run", id),
            _ => Problems.Conflict(Conflicts.HasEnded),
        };
    }

    private static async Task<IResult> ReplayAsync(string id, HttpContext context, JobCommands commands, SchedulerOptions options)
    {
        var caller = Caller.Of(context);
        if (JobRights.TooDeep(caller) is { } refusal)
            return refusal;
        var replaying = commands.ReplayAsync(
            id, caller.Who, await Reason.ReadAsync(context), caller.Name, caller.Depth, AskingTrace.Of(context));
        var (result, run) = await context.InTimeAsync(replaying, Doubt.NewRun);
        if (result == CommandResult.NotFound)
            return Problems.NotFound("run", id);
        if (result == CommandResult.Conflict)
            return Problems.Conflict(Conflicts.HasNotEnded);
        return Results.Created($"{Place.Above(context, SegmentsOfReplay)}/jobs/{run!.Id}", JobDocument.Of(run, options));
    }
}
