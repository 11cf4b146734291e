using Microsoft.Net.Http.Headers;

namespace Gallery.Web;

/// <summary>A page of another site cannot make a browser change anything here.</summary>
internal static class SameOrigin
{
    /// <remarks>
    /// Browsers say where a request comes from, and pages cannot change what they say; programs say nothing, and carry no cookies by
    /// themselves.
    /// </remarks>
    internal static void UseSameOrigin(this WebApplication app) => app.Use((context, next) =>
    {
        if (IsSafe(context.Request.Method) || context.GetJobRun() is not null || IsFromHere(context.Request))
            return next(context);
        return Results.Text("This came from a page of another site.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
    });

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    private static bool IsFromHere(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
        && (!request.Headers.TryGetValue(HeaderNames.Origin, out var origin)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value));
}
