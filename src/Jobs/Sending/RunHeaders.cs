using System.Globalization;

namespace JobQueue.Jobs.Sending;

/// <summary>The header fields of a run's request and response: what is added, what is never sent, what is never kept.</summary>
internal static class RunHeaders
{
    internal const string Via = "X-Via-JobQueue";
    internal const string ReservedPrefix = "X-JobQueue-";

    /// <summary>The one field with the reserved prefix that callers may send: it asks for a later answer.</summary>
    internal const string At = "X-JobQueue-At";

    internal const string Job = "X-JobQueue-Job";
    internal const string Run = "X-JobQueue-Run";
    internal const string Attempt = "X-JobQueue-Attempt";
    internal const string Due = "X-JobQueue-Due";

    /// <summary>RFC 3339.</summary>
    internal const string DueFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    internal const string Progress = "X-JobQueue-Progress";
    internal const string User = "X-JobQueue-User";
    internal const string TraceParent = "traceparent";

    private static readonly HashSet<string> NeverSent = new(StringComparer.OrdinalIgnoreCase)
    {
        // The sender frames the message and names the server itself.
        "Host", "Content-Length", "Transfer-Encoding", "Expect",
        // RFC 9110 7.6.1: fields of one connection.
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Upgrade",
        // A run has no hops to tell of.
        "Forwarded",
        // Set anew for each attempt.
        "Idempotency-Key", TraceParent, "tracestate",
        WebhookSignature.IdField, WebhookSignature.TimestampField, WebhookSignature.SignatureField,
    };

    private static readonly HashSet<string> NeverKept = new(StringComparer.OrdinalIgnoreCase)
    {
        "Set-Cookie", "Set-Cookie2", "Authorization",
    };

    /// <summary>Whether the name is JobQueue's own, in any case and with "_" for "-", as CGI-like servers fold them.</summary>
    internal static bool IsReserved(string name)
    {
        var isShort = name.Length < ReservedPrefix.Length;
        if (isShort || name[0] is not ('x' or 'X') || name.Equals(At, StringComparison.OrdinalIgnoreCase))
            return false;
        var folded = Folded(name);
        return folded.Equals(Via, StringComparison.OrdinalIgnoreCase)
            || folded.StartsWith(ReservedPrefix, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The name as CGI-like servers have it, which take "_" and "-" for the same.</summary>
    internal static string Folded(string name) => name.Replace('_', '-');

    /// <summary>Whether a field of a stored request goes out with it; one that is folded to another is that.</summary>
    internal static bool IsSent(string name) =>
        Folded(name) is var folded && !NeverSent.Contains(folded) && !IsReserved(name)
        && !folded.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a field of a response is kept.</summary>
    internal static bool IsKept(string name) => !NeverKept.Contains(name);

    /// <summary>The fields every attempt carries; the user and the trace are the sender's to add.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Of(RunAttempt attempt) =>
    [
        new(Via, "yes"),
        new(Job, attempt.JobName ?? attempt.JobId),
        new(Run, attempt.RunId),
        new(Attempt, attempt.Attempt.ToString(CultureInfo.InvariantCulture)),
        new(Due, attempt.Due.ToString(DueFormat, CultureInfo.InvariantCulture)),
        new("Idempotency-Key", attempt.RunId),
    ];
}
