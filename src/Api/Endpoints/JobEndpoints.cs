using System.Globalization;
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
    private const string RecurringCursor = "r";
    private const string OneTimeCursor = "o";

    private static readonly Fault LongKey = new("Idempotency-Key", null, "a long key", $"a key of at most {MostKeyCharacters} characters");
    private static readonly string[] States = ["active", "paused", "removed", "scheduled", "running", "completed"];

    internal static void Map(IEndpointRouteBuilder api)
    {
        var jobs = api.MapGroup("/jobs");
        jobs.MapPost("", AddAsync).Needs(Access.Operator);
        jobs.MapRead("", ListAsync).Needs(Access.Viewer);
        jobs.MapRead("/{id}", GetAsync).Needs(Access.Viewer);
        JobActionEndpoints.Map(jobs);
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, JobCommands commands, Ledger ledger, Recurring recurring, SchedulerOptions options)
    {
        if (await NewJobBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
            return Problems.NotReadable(context, NewJobBody.MediaTypes);
        if (body.Json is null)
            return Problems.Invalid(body.Faults);
        using (body.Json)
        {
            var reader = new NewJobReader(await commands.NowAsync(), options);
            var job = reader.Read(body.Json.RootElement);
            var key = context.Request.Headers["Idempotency-Key"].ToString() is { Length: > 0 } said ? new IdempotencyKey(said, body.Hash) : null;
            var isLong = key is { Key.Length: > MostKeyCharacters };
            // A time that was to come when the job was added may be past when it is sent again.
            if (job is null && key is not null && !isLong && await ledger.ReadAsync(connection => IdempotencyRows.JobOf(connection, key)) is { } known)
                return await AnswerAsync(Added.Before, known, name: null, entered: null);
            if (job is null || isLong)
                return Problems.Invalid([.. body.Located(reader.Faults), .. isLong ? new[] { LongKey } : []]);
            var caller = Caller.Of(context);
            if (JobRights.Refusal(caller, job, options.Users) is { } refusal)
                return refusal;
            var (result, id, entered) = await NewJobEntry.EnterAsync(commands, job, key, context);
            return await AnswerAsync(result, id, job.Policy.Name, entered);
        }

        // It may be gone by now.
        async Task<string> OtherAsync(string name) =>
            await ledger.ReadAsync(connection => JobLookup.Find(connection, name)) is var (job, run) && (job?.Id ?? run?.Id) is { } id ? $": {id}" : "";

        async Task<IResult> AnswerAsync(Added result, string? id, string? name, FoundJob? entered) => result switch
        {
            Added.NameTaken => Problems.Conflict(
                $"Another job that is not done, or a line of a crontab, has that name{await OtherAsync(name!)}."),
            Added.KeyTaken => Problems.KeyTaken(),
            _ => Results.Created(
                $"{Place.Above(context, segments: 0)}/{id}",
                (entered ?? await ledger.ReadAsync(connection => FoundJob.Find(connection, id!)))?.Document(recurring, options)),
        };
    }

    private static async Task<IResult> ListAsync(
        Ledger ledger, Recurring recurring, SchedulerOptions options, string? state, string? queue, string? q, string? limit, string? cursor)
    {
        var faults = new List<Fault>();
        var most = Page.Limit(limit, faults);
        if (!string.IsNullOrEmpty(state) && !States.Contains(state))
            faults.Add(new Fault("state", null, $"\"{state}\"", $"one of {string.Join(", ", States)}"));
        if (!TryCursor(cursor, out var afterId, out var beforeSeq))
            faults.Add(new Fault("cursor", null, $"\"{cursor}\"", "the next of the page before"));
        if (faults.Count > 0)
            return Problems.Invalid(faults);
        var filter = new JobFilter(Page.Said(state), Page.Said(queue), Page.Said(q));
        return await ledger.ReadAsync(connection =>
        {
            // One more than the page takes says that there is a page after it.
            List<RecurringJob> jobs = beforeSeq is null ? JobReads.List(connection, filter, afterId, most!.Value + 1) : [];
            var room = most!.Value - jobs.Count;
            var (runs, before) = room < 0 ? ([], null) : OneTimeJobs.Newest(connection, filter, beforeSeq, room);
            var next = room < 0 ? RecurringCursor + jobs[^2].Id
                : before is { } seq ? string.Create(CultureInfo.InvariantCulture, $"{OneTimeCursor}{seq}")
                : null;
            var documents = jobs.Take(most.Value)
                .Select(job => JobDocument.Of(job, recurring.NextDue(job.Id), RunReads.Last(connection, job.Id)))
                .Concat(runs.Select(run => JobDocument.Of(run, options)));
            return Page.Of(documents, next);
        });
    }

    private static async Task<IResult> GetAsync(string id, Ledger ledger, Recurring recurring, SchedulerOptions options) =>
        await ledger.ReadAsync(connection => FoundJob.Find(connection, id)) is { } job
            ? new Document(job.Document(recurring, options))
            : Problems.NotFound("job", id);

    internal static string? Who(HttpContext context) => Caller.Of(context).Who;

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
