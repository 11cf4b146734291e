using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Pages;

/// <summary>Where the pages are mapped; metadata of each of them.</summary>
/// <param name="Prefix">The prefix of <c>MapJobQueue</c> as a URI has it, without a slash at the end.</param>
internal sealed record PagePlace(string Prefix)
{
    /// <summary>Where the pages are as a browser sees it: path base and prefix.</summary>
    internal static string BaseOf(HttpContext context) => context.Request.PathBase.ToUriComponent() + Of(context).Prefix;

    /// <summary>The path below that, query included.</summary>
    internal static string PathOf(HttpContext context)
    {
        var path = context.Request.Path.ToUriComponent();
        var prefix = Of(context).Prefix;
        return (path.Length > prefix.Length ? path[prefix.Length..] : "/") + context.Request.QueryString.ToUriComponent();
    }

    private static PagePlace Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<PagePlace>() ?? throw new InvalidOperationException("the endpoint is no page");
}
