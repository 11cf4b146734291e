using System.Globalization;
using System.Text.Json.Nodes;
using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/api/jobs</c>: recurring and one-time jobs.</summary>
internal static class JobEndpoints
{
    private const int MostKeyCharacters = 200;
    private const int MostReasonCharacters = 1000;
    private const string RecurringCursor = "r";
    private const string OneTimeCursor = "o";

    private static readonly string Line = $"a line of at most {MostReasonCharacters} characters";
    private static readonly Fault LongKey = new("Idempotency-Key", null, "a long key", $"a key of at most {MostKeyCharacters} characters");
    private static readonly string[] States = ["active", "paused", "removed", "scheduled", "running", "completed"];

    internal static void Map(IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("/jobs");
        jobs.MapPost("", AddAsync).Needs(Access.Operator);
        jobs.MapGet("", ListAsync).Needs(Access.Viewer);
        jobs.MapGet("/{id}", GetAsync).Needs(Access.Viewer);
        jobs.MapDelete("/{id}", RemoveAsync).Needs(Access.Operator);
        jobs.MapPost("/{id}/pause", PauseAsync).Needs(Access.Operator);
        jobs.MapPost("/{id}/resume", ResumeAsync).Needs(Access.Operator);
        jobs.MapPost("/{id}/run", RunAsync).Needs(Access.Operator);
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, JobCommands commands, Ledger ledger, Recurring recurring, SchedulerOptions options, TimeProvider time)
    {
        if (await NewJobBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
            return Problems.NotReadable(context, NewJobBody.MediaTypes);
        if (body.Json is null)
            return Problems.Invalid(body.Faults);
        using (body.Json)
        {
            var reader = new NewJobReader(time.GetUtcNow(), options);
            var job = reader.Read(body.Json.RootElement);
            var key = context.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } said ? new IdempotencyKey(said, body.Hash) : null;
            if (job is null || key is { Key.Length: > MostKeyCharacters })
                return Problems.Invalid([.. body.Located(reader.Faults), .. job is null ? [] : new[] { LongKey }]);
            var caller = Caller.Of(context);
            if (JobRights.Refusal(caller, job) is { } refusal)
                return refusal;
            var (result, id, entered) = await NewJobEntry.EnterAsync(commands, job, key, ledger, context);
            return await AnswerAsync(result, id, entered);
        }

        async Task<IResult> AnswerAsync(Added result, string? id, Run? entered) => result switch
        {
            Added.NameTaken => Problems.Conflict("Another job that is not done has that name."),
            Added.KeyTaken => Problems.KeyTaken(),
            _ => Results.Created(
                $"{context.Request.PathBase}{context.Request.Path.Value!.TrimEnd('/')}/{id}",
                entered is null ? await DocumentAsync(id!, ledger, recurring, options) : JobDocument.Of(entered, options)),
        };
    }

    private static async Task<IResult> ListAsync(
        Ledger ledger, Recurring recurring, SchedulerOptions options, string? state, string? queue, string? q, string? limit, string? cursor)
    {
        var faults = new List<Fault>();
        var most = Page.Limit(limit, faults);
        if (state is not null && !States.Contains(state))
            faults.Add(new Fault("state", null, $"\"{state}\"", $"one of {string.Join(", ", States)}"));
        if (!TryCursor(cursor, out var afterId, out var beforeSeq))
            faults.Add(new Fault("cursor", null, $"\"{cursor}\"", "the next of the page before"));
        if (faults.Count > 0)
            return Problems.Invalid(faults);
        var filter = new JobFilter(state, queue, q);
        return await ledger.ReadAsync(connection =>
        {
            // One more than the page takes says that there is a page after it.
            var read = most!.Value + 1;
            List<RecurringJob> jobs = beforeSeq is null ? JobReads.List(connection, filter, afterId, read) : [];
            var runs = jobs.Count < read ? RunReads.ListOneTime(connection, filter, beforeSeq, read - jobs.Count) : [];
            string[] cursors =
            [
                .. jobs.Select(job => RecurringCursor + job.Id),
                .. runs.Select(run => string.Create(CultureInfo.InvariantCulture, $"{OneTimeCursor}{run.Seq}")),
            ];
            var documents = jobs.Select(job => JobDocument.Of(job, recurring.NextDue(job.Id), RunReads.Last(connection, job.Id)))
                .Concat(runs.Select(run => JobDocument.Of(run, options)));
            return Page.Of(documents.Take(most.Value), cursors.Length < read ? null : cursors[^2]);
        });
    }

    private static async Task<IResult> GetAsync(string id, Ledger ledger, Recurring recurring, SchedulerOptions options) =>
        await DocumentAsync(id, ledger, recurring, options) is { } document ? new Document(document) : Problems.NotFound("job", id);

    private static async Task<IResult> RemoveAsync(string id, HttpContext context, JobCommands commands, Ledger ledger) =>
        await IdAsync(ledger, id) is not { } job ? Problems.NotFound("job", id)
        : await commands.RemoveAsync(job, Who(context), await ReasonAsync(context)) == CommandResult.Done ? Results.NoContent()
        : Problems.Conflict(Conflicts.CannotRemove);

    private static async Task<IResult> PauseAsync(
        string id, HttpContext context, JobCommands commands, Ledger ledger, Recurring recurring, SchedulerOptions options) =>
        await IdAsync(ledger, id) is not { } job ? Problems.NotFound("job", id)
        : await commands.PauseAsync(job, Who(context), await ReasonAsync(context)) == CommandResult.Done
            ? await GetAsync(job, ledger, recurring, options)
            : Problems.Conflict(Conflicts.CannotPause);

    private static async Task<IResult> ResumeAsync(
        string id, HttpContext context, JobCommands commands, Ledger ledger, Recurring recurring, SchedulerOptions options) =>
        await IdAsync(ledger, id) is not { } job ? Problems.NotFound("job", id)
        : await commands.ResumeAsync(job, Who(context), await ReasonAsync(context)) == CommandResult.Done
            ? await GetAsync(job, ledger, recurring, options)
            : Problems.Conflict(Conflicts.CannotResume);

    private static async Task<IResult> RunAsync(string id, HttpContext context, JobCommands commands, Ledger ledger)
    {
        if (await IdAsync(ledger, id) is not { } job)
            return Problems.NotFound("job", id);
        var caller = Caller.Of(context);
        if (JobRights.TooDeep(caller) is { } refusal)
            return refusal;
        var (result, runId) = await commands.RunAsync(
            job, caller.Who, await ReasonAsync(context), caller.Name, caller.Depth, AskingTrace.Of(context));
        var path = context.Request.Path.Value!;
        var api = path[..path.LastIndexOf("/jobs/", StringComparison.OrdinalIgnoreCase)];
        return result == CommandResult.Done
            ? Results.Accepted($"{context.Request.PathBase}{api}/runs/{runId}", new JsonObject { ["runId"] = runId })
            : Problems.Conflict(Conflicts.CannotRun);
    }

    private static Task<string?> IdAsync(Ledger ledger, string idOrName) => ledger.ReadAsync(connection =>
        JobReads.Find(connection, idOrName)?.Id ?? RunReads.FindOneTime(connection, idOrName)?.Id);

    private static Task<JsonObject?> DocumentAsync(string idOrName, Ledger ledger, Recurring recurring, SchedulerOptions options) =>
        ledger.ReadAsync(connection =>
        {
            if (JobReads.Find(connection, idOrName) is not { } job)
                return RunReads.FindOneTime(connection, idOrName) is { } run ? JobDocument.Of(run, options) : null;
            var document = JobDocument.Of(job, recurring.NextDue(job.Id), RunReads.Last(connection, job.Id));
            document["events"] = new JsonArray([.. EventRows.OfJob(connection, job.Id, limit: 20).Select(Event)]);
            return document;
        });

    private static JsonObject Event(JobEvent what) => new()
    {
        ["at"] = JobDocument.Text(what.At),
        ["kind"] = what.Kind,
        ["runId"] = what.RunId,
        ["who"] = what.Who,
        ["reason"] = what.Reason,
    };

    internal static string? Who(HttpContext context) => Caller.Of(context).Who;

    /// <summary>The optional reason: <c>{"reason": "..."}</c> in the body, or <c>?reason=</c>.</summary>
    /// <exception cref="BadHttpRequestException">It is not a line of text, or the body has something else.</exception>
    internal static async Task<string?> ReasonAsync(HttpContext context)
    {
        if (context.Request.Query["reason"].ToString() is { Length: > 0 } reason)
            return IsLine(reason) ? reason : throw new BadHttpRequestException($"reason: expected {Line}.");
        if (!context.Request.HasJsonContentType())
            return null;
        var (body, _, fault) = await JsonBody.ReadAsync(context.Request, context.RequestAborted);
        if (body is null)
            throw new BadHttpRequestException($"The body with the reason: {fault}.");
        using (body)
        {
            var fields = new JsonFields(body.RootElement, "reason");
            var text = fields.Optional("reason", IsLine, Line);
            return fields.Faults.Count == 0
                ? text
                : throw new BadHttpRequestException(string.Join(" ", fields.Faults.Select(found => $"{found.Field}: {found}.")));
        }
    }

    // A reason is shown on a line of its own, on a terminal too.
    private static bool IsLine(string text) => text.Length <= MostReasonCharacters && !text.Any(char.IsControl);

    private static bool TryCursor(string? cursor, out string? afterId, out long? beforeSeq)
    {
        (afterId, beforeSeq) = (null, null);
        if (string.IsNullOrEmpty(cursor))
            return true;
        if (cursor.StartsWith(RecurringCursor, StringComparison.Ordinal) && Guid.TryParseExact(cursor.AsSpan(1), "D", out _))
            afterId = cursor[1..];
        else if (cursor.StartsWith(OneTimeCursor, StringComparison.Ordinal)
            && long.TryParse(cursor.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            beforeSeq = seq;
        return afterId is not null || beforeSeq is not null;
    }
}
