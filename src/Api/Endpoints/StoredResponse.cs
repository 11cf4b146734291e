using System.Globalization;
using JobQueue.Jobs;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Requests;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>Stored responses as they came: status, safe header fields, body byte for byte, sandboxed.</summary>
internal static class StoredResponse
{
    // What a browser may be told of a stored response; all else could act on this origin.
    private static readonly HashSet<string> SafeHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Type", "Content-Language", "Content-Encoding", "ETag", "Last-Modified", "Retry-After",
    };

    /// <summary>The response of a run; null where none came.</summary>
    internal static Response? Of(LedgerConnection ledger, Run run) =>
        RunReads.Response(ledger, run.Id) ?? (run.Status > 0 ? new Response { Status = run.Status.Value } : null);

    /// <summary>A run and its response; null where there is none.</summary>
    internal static (Run? Run, Response? Response) OfRun(LedgerConnection ledger, string id) =>
        RunReads.Find(ledger, id) is { } run ? (run, Of(ledger, run)) : default;

    /// <summary>Answers with it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="response">The response.</param>
    /// <param name="cacheControl">Who may keep the answer.</param>
    internal static Task<IResult> AnswerAsync(HttpContext context, Response response, string cacheControl = "no-store") =>
        AnswerAsync(context, response, response.Status, cacheControl);

    /// <summary>Answers with it as a file, which browsers take with no other status than 200.</summary>
    internal static Task<IResult> DownloadAsync(HttpContext context, Response response, string name)
    {
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        return AnswerAsync(context, response, StatusCodes.Status200OK, "no-store");
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, Response response, int status, string cacheControl)
    {
        var answer = context.Response;
        answer.StatusCode = status;
        // An error without a body is one here, too.
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        // What stands in the answer already is about it, and stays.
        var about = answer.Headers.Keys.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in response.Headers.Where(header => IsServed(header.Key, header.Value) && !about.Contains(header.Key)))
            answer.Headers.Append(name, value);
        answer.Headers.XContentTypeOptions = "nosniff";
        answer.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        answer.Headers.CacheControl = cacheControl;
        if (response.IsTruncated)
            answer.Headers["X-JobQueue-Body-Bytes"] = response.BodyBytes.ToString(CultureInfo.InvariantCulture);
        if (!response.Body.IsEmpty)
            await answer.Body.WriteAsync(response.Body, context.RequestAborted);
        return Results.Empty;
    }

    // Other servers send in values what this one refuses to.
    private static bool IsServed(string name, string value) => SafeHeaders.Contains(name) && RequestHeader.BadCharacterIn(value) < 0;
}
