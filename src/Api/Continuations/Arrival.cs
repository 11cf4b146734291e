using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace JobQueue.Api.Continuations;

/// <summary>
/// A request that may be answered later, as the server handed it over, before anything of the app has changed or read it.
/// </summary>
internal sealed class Arrival(string pathBase, string uri, IHeaderDictionary headers, RecordedBody body)
{
    internal string PathBase => pathBase;

    /// <summary>Path, with the path base, and query.</summary>
    internal string Uri => uri;

    /// <summary>What says how the body is to be read among them: who decompresses it takes that away.</summary>
    internal IHeaderDictionary Headers => headers;

    internal RecordedBody Body => body;

    internal static void Note(HttpContext context, int mostBodyBytes)
    {
        var request = context.Request;
        if (!request.Headers.TryGetValue(Preferences.Field, out var fields) || !Preferences.Of(fields).IsAsync)
            return;
        var body = new RecordedBody(request.Body, mostBodyBytes);
        var headers = new HeaderDictionary(new Dictionary<string, StringValues>(request.Headers, StringComparer.OrdinalIgnoreCase));
        context.Features.Set(new Arrival(request.PathBase.Value ?? "", UriOf(context), headers, body));
        request.Body = body;
    }

    // What is left of percent signs was encoded twice, or is no encoding: the run is not to decode it once more.
    private static string Encoded(PathString path) =>
        new PathString(path.Value!.Replace("%", "%25", StringComparison.Ordinal)).ToUriComponent();

    // The target as it was sent, since a path that the server has decoded may have been encoded in several ways.
    private static string UriOf(HttpContext context)
    {
        var request = context.Request;
        return context.Features.Get<IHttpRequestFeature>()?.RawTarget is ['/', ..] target
            && RequestUri.Refusal(target) is null
            ? target
            : Encoded(request.PathBase + request.Path) + request.QueryString.ToUriComponent();
    }
}
