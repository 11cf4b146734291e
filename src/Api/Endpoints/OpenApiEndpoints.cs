using JobQueue.Api.Hosting;
using JobQueue.Api.Keys;
using JobQueue.Api.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace JobQueue.Api.Endpoints;

/// <summary><c>/openapi.json</c>: what can be called here.</summary>
internal static class OpenApiEndpoints
{
    private const string Path = "/openapi.json";

    internal static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapRead(Path, Get).Needs(Access.Viewer);

    private static Document Get(HttpContext context, EndpointDataSource endpoints, Sessions sessions)
    {
        var prefix = Above(((RouteEndpoint)context.GetEndpoint()!).RoutePattern.RawText!);
        var request = context.Request;
        return new Document(OpenApiDocument.Of(
            $"{request.Scheme}://{request.Host}{request.PathBase}{Above(request.Path.Value!)}",
            endpoints.Endpoints.OfType<RouteEndpoint>().SelectMany(endpoint => Operations(endpoint, prefix)).ToHashSet(),
            sessions.Cookie));
    }

    /// <summary>
    /// The endpoint's operations, by their paths below the prefix; none where it is elsewhere, or a page. HEAD goes without saying.
    /// </summary>
    internal static IEnumerable<string> Operations(RouteEndpoint endpoint, string prefix) =>
        endpoint.RoutePattern.RawText is { } path && path.StartsWith(prefix, StringComparison.Ordinal)
        && endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null
            ? (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [])
                .Where(method => !HttpMethods.IsHead(method))
                .Select(method => OpenApiDocument.Operation(method, path[prefix.Length..]))
            : [];

    private static string Above(string path) => path[..path.LastIndexOf(Path, StringComparison.OrdinalIgnoreCase)];
}
