using System.Buffers;
using JobQueue.Jobs.Sending;

namespace JobQueue.Scheduler.Requests;

/// <summary>Which header fields a job may send.</summary>
internal static class RequestHeader
{
    private const string HopByHop = "it belongs to the connection, not to the request";
    private const string Computed = "it follows from the body";
    private const string Reserved = "JobQueue sets it";
    private const string Secret = "secrets belong to a configured target, JobQueue:Targets:NAME:Headers, where none is stored or shown";

    // RFC 9110, 5.6.2.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    private static readonly Dictionary<string, string> Refused = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Host"] = "the URI says the host",
        ["Content-Length"] = Computed,
        ["Transfer-Encoding"] = Computed,
        ["Connection"] = HopByHop,
        ["Keep-Alive"] = HopByHop,
        ["Proxy-Authenticate"] = HopByHop,
        ["Proxy-Connection"] = HopByHop,
        ["TE"] = HopByHop,
        ["Trailer"] = HopByHop,
        ["Upgrade"] = HopByHop,
        ["X-Via-JobQueue"] = Reserved,
        ["Idempotency-Key"] = Reserved,
        ["webhook-id"] = Reserved,
        ["webhook-timestamp"] = Reserved,
        ["webhook-signature"] = Reserved,
    };

    private static readonly HashSet<string> OfTargetsOnly = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie",
    };

    /// <summary>Whether the text is a token of RFC 9110, as methods and header names are.</summary>
    internal static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && text.IndexOfAnyExcept(TokenCharacters) < 0;

    /// <summary>What is expected instead of the name; null where a job may send it.</summary>
    internal static string? NameRefusal(string name) =>
        OfTargetsOnly.Contains(name) ? $"another header: {Secret}" : TargetNameRefusal(name);

    /// <summary>What is expected instead of the name; null where a configured target may be sent it.</summary>
    internal static string? TargetNameRefusal(string name)
    {
        if (!IsToken(name))
            return "a header like Name: value";
        var isReserved = name.StartsWith(RunHeaders.ReservedPrefix, StringComparison.OrdinalIgnoreCase);
        var reason = isReserved ? Reserved : Refused.GetValueOrDefault(name);
        return reason is null ? null : $"another header: {reason}";
    }

    /// <summary>Where in the value a character stands that no field can carry; -1 where there is none.</summary>
    internal static int BadCharacterIn(ReadOnlySpan<char> value)
    {
        for (var at = 0; at < value.Length; at++)
            if (value[at] is not ('\t' or (>= ' ' and <= '~')))
                return at;
        return -1;
    }
}
