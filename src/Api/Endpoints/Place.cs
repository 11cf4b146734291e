using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>Where things are, as <c>Location</c> says it: in ASCII.</summary>
internal static class Place
{
    /// <summary>The path of the request without its last segments.</summary>
    internal static string Above(HttpContext context, int segments)
    {
        var path = context.Request.Path.Value!.TrimEnd('/');
        for (; segments > 0; segments--)
            path = path[..path.LastIndexOf('/')];
        return context.Request.PathBase.ToUriComponent() + new PathString(path).ToUriComponent();
    }
}
