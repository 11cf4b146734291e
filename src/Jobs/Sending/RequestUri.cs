namespace JobQueue.Jobs.Sending;

/// <summary>What the URI of a job's request can be.</summary>
internal static class RequestUri
{
    internal const string Expected = "a path like /backups or a URI like https://example.com/";

    /// <summary>Whether a word is meant as a URI: it begins with <c>/</c>, or with a scheme.</summary>
    internal static bool IsMeant(ReadOnlySpan<char> word) =>
        word is ['/', ..] || word.Contains("://", StringComparison.Ordinal);

    /// <summary>
    /// The URI as it is stored, shown and sent: of an absolute one the host as the one parser reads it, and no dot segments.
    /// </summary>
    internal static string Canonical(string uri) => uri is ['/', ..] ? uri : new Uri(uri).AbsoluteUri;

    /// <summary>Why a job cannot request the URI, with the place in it and what is expected; null where it can.</summary>
    internal static (int At, string Expected)? Refusal(string uri)
    {
        var bad = uri.AsSpan().IndexOfAnyExceptInRange('!', '~');
        if (bad >= 0)
            return (bad, "visible ASCII: write other characters percent-encoded, as in %20");
        if (uri.IndexOf('#', StringComparison.Ordinal) is >= 0 and var fragment)
            return (fragment, "a URI without fragment: it is never sent");
        if (uri.IndexOf('\\', StringComparison.Ordinal) is >= 0 and var backslash)
            return (backslash, "%5C for a backslash");
        if (uri is ['/', '/', ..])
            return (0, "a path that begins with one /, or http:// before the host");
        return uri is ['/', ..] ? null : AbsoluteRefusal(uri);
    }

    private static (int At, string Expected)? AbsoluteRefusal(string uri)
    {
        if (!BaseUrl.IsAbsolute(uri) || !Uri.TryCreate(uri, UriKind.Absolute, out _))
            return (0, Expected);
        return !BaseUrl.HasUser(uri)
            ? null
            : (uri.IndexOf("://", StringComparison.Ordinal) + 3, "a URI without user: secrets do not belong on a line");
    }
}
