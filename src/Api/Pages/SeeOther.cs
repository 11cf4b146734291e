using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Pages;

/// <summary>Where a browser goes when a form was taken (303, RFC 9110, 15.4.4): a page of ours, never elsewhere.</summary>
internal sealed class SeeOther : IResult
{
    private readonly string _location;

    private SeeOther(string location) => _location = location;

    /// <param name="context">The request.</param>
    /// <param name="path">Below the pages' own place, as a form said it; anything else leads to the overview.</param>
    internal static SeeOther To(HttpContext context, string? path) => new(PagePlace.BaseOf(context) + (IsPath(path) ? path : "/"));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = _location;
        return Task.CompletedTask;
    }

    // Browsers read \ as /, and // as another host.
    private static bool IsPath(string? path) =>
        path is ['/', ..] && !path.StartsWith("//", StringComparison.Ordinal) && path.All(character => character is > ' ' and < '\x7f' and not '\\');
}
