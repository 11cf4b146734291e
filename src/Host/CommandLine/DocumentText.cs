using System.Globalization;
using System.Text.Json;

namespace JobQueue.Host.CommandLine;

/// <summary>Parts of the API's documents, on one line for people.</summary>
internal static class DocumentText
{
    private static readonly string[] Instants =
        ["next", "due", "started", "finished", "created", "notBefore", "until", "at", "last.started", "last.finished"];

    /// <summary><c>POST /backups</c>; null where the document has no request.</summary>
    internal static string? Request(JsonElement document) =>
        document.Field("request") is { } request ? $"{request.Text("method")} {request.Text("uri")}" : null;

    /// <summary><c>40ms</c> below a second, then <c>1.2s</c>.</summary>
    internal static string? Milliseconds(string? text) =>
        !double.TryParse(text, CultureInfo.InvariantCulture, out var milliseconds) ? null
        : milliseconds < 1000 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0}ms")
        : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0}s");

    /// <summary>Every field that says something, nested ones as <c>last.state</c>, the request as one line.</summary>
    internal static IEnumerable<(string Name, string Text)> Lines(JsonElement document) =>
        document.Fields().SelectMany(field => field.Name == "request"
            ? RequestLines(document)
            : Lines(field.Name, field.Value, document.Text("timeZone")));

    private static IEnumerable<(string Name, string Text)> RequestLines(JsonElement document) =>
    [
        ("request", Request(document) ?? ""),
        .. document.Field("request")?.Fields()
            .Where(field => field.Name is not ("method" or "uri"))
            .SelectMany(field => Lines("request." + field.Name, field.Value, null)) ?? [],
    ];

    private static IEnumerable<(string Name, string Text)> Lines(string name, JsonElement value, string? zone) => value.ValueKind switch
    {
        // What is off is off for most.
        JsonValueKind.Null or JsonValueKind.False => [],
        JsonValueKind.True => [(name, value.GetRawText())],
        JsonValueKind.Object => value.EnumerateObject().SelectMany(field => Lines($"{name}.{field.Name}", field.Value, zone)),
        JsonValueKind.Array => value.EnumerateArray().Select(item => (name, Item(item, zone))),
        _ when Instants.Contains(name) => [(name, InstantText.In(zone, value.ToString())!)],
        _ => [(name, value.ToString())],
    };

    // An event, say, is read as a whole.
    private static string Item(JsonElement item, string? zone) => item.ValueKind == JsonValueKind.Object
        ? string.Join("  ", item.EnumerateObject().SelectMany(field => Lines(field.Name, field.Value, zone)).Select(line => line.Text))
        : item.ToString();
}
