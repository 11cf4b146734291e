using System.Text.Encodings.Web;
using System.Text.Json;

namespace JobQueue.Host.CommandLine;

/// <summary>Reading of documents whose every field may be missing.</summary>
internal static class JsonFields
{
    // For a terminal, not for HTML.
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The field, null where it is missing or null.</summary>
    internal static JsonElement? Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    /// <summary>The field's text, number or truth, as text.</summary>
    internal static string? Text(this JsonElement element, string name) => element.Field(name)?.ToString();

    internal static JsonElement.ObjectEnumerator Fields(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default;

    /// <summary>The items of a list; what is no list is its own only item.</summary>
    internal static IEnumerable<JsonElement> Items(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [element];

    internal static string Indented(this JsonElement element) => JsonSerializer.Serialize(element, Readable);
}
