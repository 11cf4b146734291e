using System.Diagnostics.CodeAnalysis;

namespace JobQueue.Jobs.Sending;

/// <summary>Where a run's request goes.</summary>
internal static class RunUri
{
    private static readonly (string Encoded, string Plain)[] PartsOfPaths = [("%2E", "."), ("%2F", "/"), ("%5C", "/")];

    /// <summary>Whether the request is a path without a target.</summary>
    internal static bool IsForTheApp(RunAttempt attempt) => attempt.Target is null && !BaseUrl.IsAbsolute(attempt.Request.Uri);

    /// <summary>A path and query behind a base URL; the base's own path stays in front.</summary>
    internal static bool TryJoin(string target, string path, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;
        var slash = path.StartsWith('/') ? "" : "/";
        return BaseUrl.IsAbsolute(target) && Uri.TryCreate(target.TrimEnd('/') + slash + path, UriKind.Absolute, out uri);
    }

    /// <summary>
    /// Another address of the same server as a request names it: in full where it is in full, else as a path below the same base.
    /// </summary>
    /// <param name="uri">The request's URI.</param>
    /// <param name="address">What that is in full.</param>
    /// <param name="other">The other address in full.</param>
    /// <returns>Null where it is not below the base.</returns>
    internal static string? Rebase(string uri, Uri address, Uri other)
    {
        if (BaseUrl.IsAbsolute(uri))
            return other.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        // The base's own path stands in front of the request's.
        var own = new Uri(address, uri.StartsWith('/') ? uri : "/" + uri).AbsolutePath;
        var below = address.AbsolutePath.EndsWith(own, StringComparison.Ordinal) ? address.AbsolutePath[..^own.Length] : "";
        return other.AbsolutePath.StartsWith(below + "/", StringComparison.Ordinal) ? other.PathAndQuery[below.Length..] : null;
    }

    /// <summary>As <see cref="TryJoin"/>; false too where dot segments lead out of the base's path.</summary>
    internal static bool TryResolveBelow(Uri target, string path, [NotNullWhen(true)] out Uri? uri) =>
        TryJoin(target.AbsoluteUri, path, out uri) && IsBelow(target, uri);

    /// <summary>
    /// Whether an address is on the base's server and within its path, for a server too that takes <c>%2F</c> and <c>%5C</c> for slashes.
    /// </summary>
    internal static bool IsBelow(Uri target, Uri uri)
    {
        var folder = target.AbsolutePath.TrimEnd('/') + '/';
        var isOfServer = Uri.Compare(
            target, uri, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
        return isOfServer
            && (uri.AbsolutePath + '/').StartsWith(folder, StringComparison.Ordinal)
            && !Climbs((uri.AbsolutePath + '/')[folder.Length..]);
    }

    private static bool Climbs(string path)
    {
        var plain = PartsOfPaths.Aggregate(
            path, (text, part) => text.Replace(part.Encoded, part.Plain, StringComparison.OrdinalIgnoreCase));
        var depth = 0;
        foreach (var segment in plain.Split('/', '\\'))
            if (segment == ".." && --depth < 0)
                return true;
            else if (segment is not ("" or "." or ".."))
                depth++;
        return false;
    }
}
