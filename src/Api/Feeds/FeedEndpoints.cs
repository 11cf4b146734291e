using System.Globalization;
using JobQueue.Api.Endpoints;
using JobQueue.Api.Hosting;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace JobQueue.Api.Feeds;

/// <summary>What programs that know no API can read: a job's last good response, a calendar of what comes, a feed of what failed.</summary>
internal static class FeedEndpoints
{
    /// <summary>Entries of the feed of failures.</summary>
    internal const int MostFailures = 50;

    /// <summary>Recurring, and as many one-time, jobs of the calendar: the next ones.</summary>
    internal const int MostJobs = 500;

    private const int UsualDays = 14;
    private const int MostDays = 60;

    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapRead("/jobs/{id}/latest", LatestAsync).Needs(Access.Feed);
        api.MapRead("/calendar.ics", CalendarAsync).Needs(Access.Feed);
        api.MapRead("/failures.atom", FailuresAsync).Needs(Access.Feed);
    }

    private static async Task<IResult> LatestAsync(string id, HttpContext context, Ledger ledger)
    {
        var (isThere, run) = await ledger.ReadAsync(connection =>
        {
            var (found, recurring) = FeedReads.Find(connection, id);
            return (found, found ? FeedReads.Good(connection, id, recurring) : null);
        });
        if (run is null)
            return Problems.NotFound(isThere ? "good response of job" : "job", id);
        // A run has one last response: its id names the bytes.
        var tag = new EntityTagHeaderValue($"\"{run.Id}\"");
        var headers = context.Response.Headers;
        headers.ETag = tag.ToString();
        headers.LastModified = HeaderUtilities.FormatDate(run.Finished!.Value);
        headers["X-JobQueue-Run"] = run.Id;
        if (IsKnown(context.Request, tag, run.Finished.Value))
        {
            headers.CacheControl = Kept;
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        var response = await ledger.ReadAsync(connection => StoredResponse.Of(connection, run));
        return await StoredResponse.AnswerAsync(context, response!, Kept);
    }

    private const string Kept = "private, no-cache";

    // RFC 9110, 13.1.3: the date counts only where there is no tag.
    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag, DateTimeOffset finished) =>
        request.Headers.IfNoneMatch.Count > 0
            ? Tagged.IsKnown(request, tag)
            : request.GetTypedHeaders().IfModifiedSince is { } since && finished.ToUnixTimeSeconds() <= since.ToUnixTimeSeconds();

    private static async Task<IResult> CalendarAsync(Ledger ledger, Recurring recurring, TimeProvider time, string? job, string? days)
    {
        var wanted = UsualDays;
        if (!string.IsNullOrEmpty(days)
            && (!int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out wanted) || wanted is < 1 or > MostDays))
            return Problems.Invalid([new Fault("days", null, $"\"{days}\"", $"a number from 1 to {MostDays}")]);
        var of = string.IsNullOrEmpty(job) ? null : job;
        var span = CalendarSpan.Of(ledger.Cluster.Now(time), wanted);
        var (isThere, recurringId, once) = await ledger.ReadAsync(connection =>
        {
            var (found, id) = of is null ? (true, null) : FeedReads.Find(connection, of);
            return (found, id, id is null ? FeedReads.Coming(connection, of, span.End, MostJobs + 1) : []);
        });
        if (!isThere)
            return Problems.NotFound("job", job!);
        var live = of is null ? recurring.All : recurringId is not null && recurring.Find(recurringId) is { } one ? [one] : [];
        return new Feed(Calendar.Print(CalendarEvents.Of(live, once, span, MostJobs)), Calendar.ContentType);
    }

    private static async Task<IResult> FailuresAsync(HttpContext context, Ledger ledger, string? job)
    {
        var of = string.IsNullOrEmpty(job) ? null : job;
        var (isThere, runs) = await ledger.ReadAsync(connection =>
        {
            var (found, id) = of is null ? (true, null) : FeedReads.Find(connection, of);
            return (found, found ? FeedReads.Failures(connection, of, id, MostFailures) : []);
        });
        if (!isThere)
            return Problems.NotFound("job", job!);
        var request = context.Request;
        var path = request.Path.Value!;
        var api = $"{request.Scheme}://{request.Host}{request.PathBase}{path[..path.LastIndexOf('/')]}";
        return new Feed(FailureFeed.Print(runs, api, of), FailureFeed.ContentType);
    }
}
