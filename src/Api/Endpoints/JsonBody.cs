using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace JobQueue.Api.Endpoints;

/// <summary>JSON that clients send: nested at most 32 deep, no name twice, whole Unicode.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>The document, or the fault that there is none.</summary>
    internal static async Task<(JsonDocument? Body, Fault? Fault)> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        try
        {
            var body = await JsonDocument.ParseAsync(request.Body, Options, cancel);
            if (IsUnicode(body.RootElement))
                return (body, null);
            body.Dispose();
            return (null, new Fault("", null, "half of a surrogate pair", "Unicode text"));
        }
        catch (JsonException e)
        {
            return (null, new Fault("", e.BytePositionInLine is { } at ? (int)at + 1 : null, "text that is not JSON", e.Message));
        }
        catch (InvalidOperationException)
        {
            // What the reader throws for a name with half of a surrogate pair.
            return (null, new Fault("", null, "half of a surrogate pair", "Unicode text"));
        }
    }

    private static bool IsUnicode(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in value.EnumerateObject())
                    if (field.Name.Length < 0 || !IsUnicode(field.Value))
                        return false;
                return true;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    if (!IsUnicode(item))
                        return false;
                return true;
            default:
                return value.ValueKind != JsonValueKind.String || value.GetString() is not null;
        }
    }
}
