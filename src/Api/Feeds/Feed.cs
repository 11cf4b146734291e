using JobQueue.Api.Endpoints;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Feeds;

/// <summary>A feed that a reader may keep (<see cref="Tagged"/>).</summary>
internal sealed class Feed(byte[] bytes, string contentType) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.XContentTypeOptions = "nosniff";
        return Tagged.WriteAsync(httpContext, bytes, contentType);
    }
}
