using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Pages;

/// <summary>What changes something comes from a form of our own pages: it carries the token that the page was given.</summary>
internal sealed class FormsAreOurs(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        // What cannot be read of it has an answer of its own, which antiforgery would not let through.
        if (http.Request.HasFormContentType)
            await http.Request.ReadFormAsync(http.RequestAborted);
        return http.Request.HasFormContentType && await antiforgery.IsRequestValidAsync(http)
            ? await next(context)
            : Results.Problem(
                "It was not given out by this JobQueue, or by one that has restarted, or for another user. Go back, load the page anew, and try again.",
                statusCode: StatusCodes.Status400BadRequest, title: "The form is too old");
    }
}
