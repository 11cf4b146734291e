using JobQueue.Api.Events;
using JobQueue.Api.Hosting;
using JobQueue.Jobs;
using JobQueue.Jobs.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/api/events</c>: what happens, as it happens.</summary>
internal static class EventEndpoints
{
    // No process has it: an id that cannot be read is one of another process.
    private static readonly EventId Unknown = new(0, 0);

    // Not by HEAD: a feed has no end.
    internal static void Map(IEndpointRouteBuilder api) => api.MapGet("/events", TellAsync).Needs(Access.Viewer);

    private static async Task<IResult> TellAsync(
        HttpContext context, EventReaders readers, Doors doors, IHostApplicationLifetime app, TimeProvider time,
        string? job, string? kind, string? lastEventId)
    {
        if (!TryKinds(kind, out var kinds, out var fault))
            return Problems.Invalid([fault]);
        if (!await readers.TryEnterAsync())
        {
            context.Response.Headers.RetryAfter = "30";
            return Results.Problem(
                $"{EventReaders.Most} readers have the events open; no more are let in.",
                statusCode: StatusCodes.Status503ServiceUnavailable,
                title: "Too many readers");
        }

        // Kestrel waits for open requests when it stops.
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, app.ApplicationStopping);
        var stream = new EventStream(
            readers.Feed, readers.Start, new EventFilter(kinds, Page.Said(job)), () => doors.AreStillOpenAsync(context), context.Response,
            time);
        try
        {
            Open(context);
            await stream.RunAsync(After(context.Request, lastEventId), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The end of the events; where it cancels a write, to a reader that takes nothing, Kestrel ends the connection.
        }
        finally
        {
            readers.Leave();
        }

        return Results.Empty;
    }

    private static void Open(HttpContext context)
    {
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream";
        headers.CacheControl = "no-store";
        // nginx holds answers back unless it is told not to.
        headers["X-Accel-Buffering"] = "no";
    }

    // A browser that comes back sends the field; the query is then as old as the page.
    private static EventId? After(HttpRequest request, string? lastEventId) =>
        request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } field ? EventId.Parse(field) ?? Unknown
        : string.IsNullOrEmpty(lastEventId) ? null
        : EventId.Parse(lastEventId) ?? Unknown;

    private static bool TryKinds(string? text, out HashSet<FeedKind>? kinds, out Fault fault)
    {
        kinds = null;
        fault = new Fault("kind", null, $"\"{text}\"", $"some of {string.Join(",", Word.All<FeedKind>())}");
        if (string.IsNullOrEmpty(text))
            return true;
        kinds = [];
        foreach (var word in text.Split(','))
        {
            if (!Word.TryParse<FeedKind>(word, out var kind))
                return false;
            kinds.Add(kind);
        }

        return true;
    }
}
