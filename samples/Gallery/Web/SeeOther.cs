namespace Gallery.Web;

/// <summary>A form was taken: the browser goes on to a page, which it may load again.</summary>
/// <remarks>RFC 9110, 15.4.4.</remarks>
internal sealed class SeeOther(string path) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = path;
        return Task.CompletedTask;
    }
}
