using System.Globalization;
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
    private const string MostBodyBytesField = "X-JobQueue-Most-Body-Bytes";

    /// <param name="pathBase">The path base that the server gave it.</param>
    /// <param name="callerAddress">Where its caller was; null where that is not known.</param>
    /// <param name="mostBodyBytes">The limit of its body that was in force; null for none.</param>
    internal static IEnumerable<KeyValuePair<string, string>> Fields(string pathBase, IPAddress? callerAddress, long? mostBodyBytes)
    {
        yield return new(PathBaseField, pathBase);
        if (callerAddress is not null)
            yield return new(CallerAddressField, callerAddress.ToString());
        if (mostBodyBytes is { } most)
            yield return new(MostBodyBytesField, most.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Whether the request was kept.</summary>
    internal static bool Is(JobRequest request) => PathBase(request) is not null;

    /// <summary>Its path base; null where it was not kept.</summary>
    internal static string? PathBase(JobRequest request) => Value(request, PathBaseField);

    /// <summary>Where its caller was; null where that is not known.</summary>
    internal static IPAddress? CallerAddress(JobRequest request) =>
        IPAddress.TryParse(Value(request, CallerAddressField), out var address) ? address : null;

    /// <summary>The limit of its body; null for none.</summary>
    internal static long? MostBodyBytes(JobRequest request) =>
        long.TryParse(Value(request, MostBodyBytesField), NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? most : null;

    private static string? Value(JobRequest request, string field)
    {
        foreach (var (name, value) in request.Headers)
            if (name == field)
                return value;
        return null;
    }
}
