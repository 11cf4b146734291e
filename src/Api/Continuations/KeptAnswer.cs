using JobQueue.Jobs;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Continuations;

/// <summary>The app's own answer to its own user, as it was kept.</summary>
internal static class KeptAnswer
{
    // Of the connection it would have gone over, or said anew.
    private static readonly HashSet<string> NotOfTheAnswer = new(StringComparer.OrdinalIgnoreCase)
    {
        "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Proxy-Connection", "Trailer", "Upgrade", "Date", "Server",
        "Cache-Control", "Expires", "Pragma", "X-Content-Type-Options", Preferences.Applied,
    };

    /// <summary>The answer of a run; null while it is not done, and where none came.</summary>
    internal static Response? Of(LedgerConnection ledger, Run run) =>
        !run.State.IsFinal() || run.Status is null or 0 ? null
        : RunReads.Response(ledger, run.Id) ?? new Response { Status = run.Status.Value };

    internal static async Task WriteAsync(HttpContext context, Response kept)
    {
        if (kept.IsTruncated)
        {
            await Results.Problem(
                $"It has {kept.BodyBytes} bytes, and {Response.MaxKeptBytes} of a body are kept.",
                statusCode: StatusCodes.Status500InternalServerError,
                title: "The answer was too large to be kept").ExecuteAsync(context);
            return;
        }

        var answer = context.Response;
        answer.StatusCode = kept.Status;
        // An error without a body is one here, too.
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        // In place of what the app says on every answer, which this one said already.
        foreach (var field in kept.Headers.ToLookup(field => field.Key, field => field.Value, StringComparer.OrdinalIgnoreCase))
            if (!NotOfTheAnswer.Contains(field.Key))
                answer.Headers[field.Key] = field.ToArray();
        answer.Headers.XContentTypeOptions = "nosniff";
        answer.Headers.CacheControl = "no-store";
        if (kept.Body.IsEmpty)
            return;
        answer.ContentLength = kept.Body.Length;
        await answer.Body.WriteAsync(kept.Body, context.RequestAborted);
    }
}
