using System.Diagnostics.CodeAnalysis;
using JobQueue.Jobs.Sending;

namespace JobQueue;

/// <summary>The request that tells of a failure: sent as a one-time job of its own, as the user and to the target of the job that failed.</summary>
/// <param name="Method">The HTTP method, in upper case.</param>
/// <param name="Uri">An absolute http or https URI, or a path, which goes to the job's target.</param>
/// <example><code>new AlertRequest("POST", "https://alerts.example.com/jobs")</code></example>
public sealed record AlertRequest(string Method, string Uri)
{
    internal const string Expected = "a request like POST https://alerts.example.com/jobs, with a method and a path or URI";

    private const int MostMethodCharacters = 20;

    /// <summary>Reads <c>METHOD URI</c>.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out AlertRequest? request)
    {
        request = text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var method, var uri]
            && IsMethod(method) && RequestUri.IsMeant(uri) && RequestUri.Refusal(uri) is null
            ? new AlertRequest(method, RequestUri.Canonical(uri))
            : null;
        return request is not null;
    }

    /// <summary><c>METHOD URI</c>.</summary>
    public override string ToString() => $"{Method} {Uri}";

    private static bool IsMethod(string text) =>
        text.Length <= MostMethodCharacters && text != "CONNECT" && text.All(character => char.IsAsciiLetterUpper(character) || character == '-');
}
