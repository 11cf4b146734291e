using System.Net;
using System.Runtime.InteropServices;
using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace JobQueue.Api.InProcess;

/// <summary>A run's request as the features of an HttpContext.</summary>
internal static class SyntheticRequest
{
    /// <summary>Features of the request alone; the response's and the identity's are the sender's.</summary>
    internal static FeatureCollection Features(RunAttempt attempt, Uri uri, string traceParent)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(Request(attempt, uri, traceParent));
        features.Set<IHttpRequestIdentifierFeature>(new HttpRequestIdentifierFeature { TraceIdentifier = attempt.RunId });
        features.Set<IHttpConnectionFeature>(Connection(attempt));
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(!attempt.Request.Body.IsEmpty));
        features.Set<IHttpMaxRequestBodySizeFeature>(new BodyLimit { MaxRequestBodySize = KeptRequest.MostBodyBytes(attempt.Request) });
        features.Set<IHttpBodyControlFeature>(new SynchronousBody());
        return features;
    }

    private static HttpRequestFeature Request(RunAttempt attempt, Uri uri, string traceParent)
    {
        var (pathBase, path) = Split(RequestPath.Decode(uri.AbsolutePath), KeptRequest.PathBase(attempt.Request));
        // As it was written, without a fragment: what reads addresses changes %c3 to %C3, and %7E to a tilde.
        var target = attempt.Request.Uri is ['/', ..] written ? written.Split('#')[0] : uri.PathAndQuery;
        return new()
        {
            Protocol = HttpProtocol.Http11,
            Method = attempt.Request.Method,
            Scheme = uri.Scheme,
            PathBase = pathBase,
            Path = path,
            QueryString = target.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? target[query..] : "",
            RawTarget = target,
            Headers = Headers(attempt, uri, traceParent),
            Body = Body(attempt.Request.Body),
        };
    }

    // As the server split it that the request came in by.
    private static (string Base, string Path) Split(string path, string? pathBase) =>
        !string.IsNullOrEmpty(pathBase) && new PathString(path).StartsWithSegments(pathBase, out var matched, out var rest)
            ? (matched.Value!, rest.Value!)
            : ("", path);

    private static IHeaderDictionary Headers(RunAttempt attempt, Uri uri, string traceParent)
    {
        IHeaderDictionary headers = new HeaderDictionary();
        foreach (var (name, value) in attempt.Request.Headers)
            if (RunHeaders.IsSent(name))
                headers[name] = StringValues.Concat(headers[name], value);
        // What is kept must be readable: no compression.
        headers.Remove("Accept-Encoding");
        foreach (var (name, value) in RunHeaders.Of(attempt))
            headers[name] = value;
        headers[RunHeaders.TraceParent] = traceParent;
        if (attempt.Request.User is { } user)
            headers[RunHeaders.User] = user;
        headers.Host = uri.Authority;
        if (HasContentLength(attempt.Request))
            headers.ContentLength = attempt.Request.Body.Length;
        return headers;
    }

    // RFC 9110 8.6: a length also for an empty body, where the method expects one.
    private static bool HasContentLength(JobRequest request) => !request.Body.IsEmpty || request.Method is "POST" or "PUT" or "PATCH";

    private static Stream Body(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return Stream.Null;
        return MemoryMarshal.TryGetArray(body, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);
    }

    private static HttpConnectionFeature Connection(RunAttempt attempt) => new()
    {
        ConnectionId = attempt.RunId,
        LocalIpAddress = IPAddress.Loopback,
        RemoteIpAddress = CallerAddress(attempt.Request),
    };

    // What was kept came from outside, and is not local where nobody knows from where.
    private static IPAddress CallerAddress(JobRequest request) =>
        KeptRequest.Is(request) ? KeptRequest.CallerAddress(request) ?? IPAddress.None : IPAddress.Loopback;

    private sealed class BodyDetection(bool canHaveBody) : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => canHaveBody;
    }

    /// <summary>A stored body has passed the limits of where it came in; they hold for what the app makes of a compressed one.</summary>
    private sealed class BodyLimit : IHttpMaxRequestBodySizeFeature
    {
        public bool IsReadOnly => false;

        public long? MaxRequestBodySize { get; set; }
    }

    /// <summary>Memory never blocks, so reading and writing synchronously is allowed.</summary>
    private sealed class SynchronousBody : IHttpBodyControlFeature
    {
        public bool AllowSynchronousIO { get; set; } = true;
    }
}
