using System.Diagnostics.CodeAnalysis;

namespace JobQueue.Jobs.Sending;

/// <summary>Where a run's request goes.</summary>
internal static class RunUri
{
    /// <summary>Whether the request is a path without a target.</summary>
    internal static bool IsForTheApp(RunAttempt attempt) => attempt.Target is null && !IsAbsolute(attempt.Request.Uri);

    /// <summary>The address in full: the request's own, or its path below the target.</summary>
    internal static bool TryResolve(RunAttempt attempt, [NotNullWhen(true)] out Uri? uri) =>
        IsAbsolute(attempt.Request.Uri)
            ? Uri.TryCreate(attempt.Request.Uri, UriKind.Absolute, out uri)
            : TryJoin(attempt.Target ?? "", attempt.Request.Uri, out uri);

    /// <summary>A path and query below a base URL; the base's own path stays in front.</summary>
    internal static bool TryJoin(string target, string path, [NotNullWhen(true)] out Uri? uri)
    {
        uri = null;
        var slash = path.StartsWith('/') ? "" : "/";
        return IsAbsolute(target) && Uri.TryCreate(target.TrimEnd('/') + slash + path, UriKind.Absolute, out uri);
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
        if (IsAbsolute(uri))
            return other.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
        // The base's own path stands in front of the request's.
        var own = new Uri(address, uri.StartsWith('/') ? uri : "/" + uri).AbsolutePath;
        var below = address.AbsolutePath.EndsWith(own, StringComparison.Ordinal) ? address.AbsolutePath[..^own.Length] : "";
        return other.AbsolutePath.StartsWith(below + "/", StringComparison.Ordinal) ? other.PathAndQuery[below.Length..] : null;
    }

    private static bool IsAbsolute(string uri) =>
        uri.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || uri.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
