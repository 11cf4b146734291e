using System.Text.Json;

namespace JobQueue.Jobs.Sending;

/// <summary>What a problem document (RFC 9457) says of an error.</summary>
internal static class ProblemText
{
    /// <summary>Bytes of a document that is read: 64 KiB. A larger one is none for people.</summary>
    internal const int MaxReadBytes = 64 * 1024;

    private const int LeastErrorStatus = 400;
    private const string MediaType = "application/problem+json";

    /// <summary>Its <c>detail</c>, else its <c>title</c>; null where the response is no error, no such document, or not whole.</summary>
    internal static string? Of(Response response)
    {
        if (response.Status < LeastErrorStatus || response.IsTruncated || response.Body.Length is 0 or > MaxReadBytes || !HasMediaType(response))
            return null;
        try
        {
            using var document = JsonDocument.Parse(response.Body);
            return Text(document.RootElement, "detail") ?? Text(document.RootElement, "title");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or a string that is no Unicode: it says nothing then.
            return null;
        }
    }

    private static bool HasMediaType(Response response) => response.Headers.Any(field =>
        field.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
        && field.Value.AsSpan().TrimStart().StartsWith(MediaType, StringComparison.OrdinalIgnoreCase)
        && field.Value.AsSpan().TrimStart()[MediaType.Length..].TrimStart() is [] or [';', ..]);

    private static string? Text(JsonElement problem, string member) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
            && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text)
            ? text.Trim()
            : null;
}
