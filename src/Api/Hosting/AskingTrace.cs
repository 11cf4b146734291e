using System.Diagnostics;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Hosting;

/// <summary>The trace context of what asks for a run.</summary>
internal static class AskingTrace
{
    /// <summary>As W3C traceparent: of the activity that is recorded now, else what the request came with; null for neither.</summary>
    /// <param name="request">The request that asks; null where it is other code.</param>
    internal static string? Of(HttpContext? request) =>
        Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } current && IsOfASource(current) ? current.Id
        : request?.Request.Headers[RunHeaders.TraceParent].ToString() is { } said && ActivityContext.TryParse(said, null, out _) ? said
        : null;

    // Where nobody listens, ASP.NET Core makes an activity for the logs alone: no trace has it.
    private static bool IsOfASource(Activity activity) => activity.Source.Name.Length > 0;
}
