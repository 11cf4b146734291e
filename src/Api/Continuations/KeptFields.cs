using JobQueue.Jobs.Sending;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Continuations;

/// <summary>Which header fields of a request are kept with it.</summary>
internal static class KeptFields
{
    // Beside those that no run is sent with: credentials, where the request came from, and what has its effect at once.
    private static readonly HashSet<string> NeverKept = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Cookie", "X-Real-IP", Preferences.Field, RunHeaders.At,
    };

    // What the middleware for forwarded headers makes of X-Forwarded-For, -Host, -Proto and -Prefix.
    private const string OriginalPrefix = "X-Original-";

    /// <param name="headers">The request's.</param>
    /// <param name="antiforgeryField">The field of the app's antiforgery token, which has been checked; null for none.</param>
    internal static IEnumerable<KeyValuePair<string, string>> Of(IHeaderDictionary headers, string? antiforgeryField)
    {
        // RFC 9110, 7.6.1: fields that are named there belong to the connection.
        var nominated = headers.Connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return
            from field in headers
            where IsKept(field.Key)
                && !nominated.Contains(field.Key) && !field.Key.Equals(antiforgeryField, StringComparison.OrdinalIgnoreCase)
            from value in field.Value
            where value.AsSpan().IndexOfAny('\r', '\n', '\0') < 0
            select KeyValuePair.Create(field.Key, value);
    }

    private static bool IsKept(string name) =>
        RunHeaders.IsSent(name) && !NeverKept.Contains(name) && !name.StartsWith(OriginalPrefix, StringComparison.OrdinalIgnoreCase);
}
