using System.Net;

namespace JobQueue.Jobs.Sending;

/// <summary>
/// A request from outside that was kept to be answered later: what the server said of it. That stands with the header fields, under names
/// that nobody can send. The path base is always there, and so marks such a request.
/// </summary>
internal static class KeptRequest
{
    private const string PathBaseField = "X-JobQueue-Path-Base";
    private const string CallerAddressField = "X-JobQueue-Caller-Address";

    /// <param name="pathBase">The path base that the server gave it.</param>
    /// <param name="callerAddress">Where its caller was; null where that is not known.</param>
    internal static IEnumerable<KeyValuePair<string, string>> Fields(string pathBase, IPAddress? callerAddress)
    {
        yield return new(PathBaseField, pathBase);
        if (callerAddress is not null)
            yield return new(CallerAddressField, callerAddress.ToString());
    }

    /// <summary>Whether the request was kept.</summary>
    internal static bool Is(JobRequest request) => PathBase(request) is not null;

    /// <summary>Its path base; null where it was not kept.</summary>
    internal static string? PathBase(JobRequest request) => Value(request, PathBaseField);

    /// <summary>Where its caller was; null where that is not known.</summary>
    internal static IPAddress? CallerAddress(JobRequest request) =>
        IPAddress.TryParse(Value(request, CallerAddressField), out var address) ? address : null;

    private static string? Value(JobRequest request, string field)
    {
        foreach (var (name, value) in request.Headers)
            if (name == field)
                return value;
        return null;
    }
}
