using System.Diagnostics.CodeAnalysis;

namespace JobQueue.Jobs.Sending;

/// <summary>A server's address, below which paths are put.</summary>
internal static class BaseUrl
{
    internal const string Expected = "an http or https base URL";

    private static readonly string[] Schemes = ["http://", "https://"];

    /// <summary>Whether the text begins as an absolute http or https URL does.</summary>
    internal static bool IsAbsolute(string text) => Schemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a user stands before the host, an empty one too.</summary>
    internal static bool HasUser(string absolute)
    {
        var authority = absolute.AsSpan(absolute.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = authority.IndexOfAny('/', '?', '#');
        return (end < 0 ? authority : authority[..end]).Contains('@');
    }

    /// <summary>Reads visible ASCII of an http or https URL without user, query and fragment.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out Uri? url)
    {
        url = null;
        return IsAbsolute(text)
            && text.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0
            && text.AsSpan().IndexOfAny('\\', '?', '#') < 0
            && !HasUser(text)
            && Uri.TryCreate(text, UriKind.Absolute, out url)
            && url.Host.Length > 0;
    }
}
