using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Hosting;

/// <summary>Maps what is read.</summary>
internal static class ReadExtensions
{
    // RFC 9110, 9.3.2: HEAD is answered like GET, and the server leaves out the body.
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    internal static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder endpoints, string pattern, Delegate handler) =>
        endpoints.MapMethods(pattern, Methods, handler);
}
