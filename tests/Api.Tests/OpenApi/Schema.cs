using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace JobQueue.Api.Tests.OpenApi;

/// <summary>
/// Validates against schemas of an OpenAPI 3.1 document (JSON Schema 2020-12), more strictly than the specification: a field that no
/// schema names is a fault, formats are checked, and a keyword that is not known here throws.
/// </summary>
internal sealed class Schema(JsonNode document)
{
    private static readonly Dictionary<string, Func<JsonNode?, bool>> Types = new()
    {
        ["null"] = value => value is null,
        ["string"] = value => value is JsonValue text && text.GetValueKind() == System.Text.Json.JsonValueKind.String,
        ["boolean"] = value => value is JsonValue flag && flag.GetValueKind() is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
        ["number"] = value => value is JsonValue number && number.GetValueKind() == System.Text.Json.JsonValueKind.Number,
        ["integer"] = value => value is JsonValue number && number.GetValueKind() == System.Text.Json.JsonValueKind.Number && Number(number) % 1 == 0,
        ["object"] = value => value is JsonObject,
        ["array"] = value => value is JsonArray,
    };

    private static readonly Dictionary<string, Func<string, bool>> Formats = new()
    {
        // RFC 3339, with "T" and "Z".
        ["date-time"] = text => Regex.IsMatch(text, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _),
        ["uuid"] = text => Guid.TryParseExact(text, "D", out _),
        ["uri-reference"] = text => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        ["byte"] = text => Convert.TryFromBase64String(text, new byte[text.Length], out _),
    };

    // Keyword, fault of a value
    private static readonly Dictionary<string, Func<JsonNode, JsonNode, string?>> Bounds = new()
    {
        ["minimum"] = (bound, value) => value is JsonValue v && Types["number"](v) && Number(v) < Number(bound) ? $"less than {bound}" : null,
        ["maximum"] = (bound, value) => value is JsonValue v && Types["number"](v) && Number(v) > Number(bound) ? $"more than {bound}" : null,
        ["minLength"] = (bound, value) => Text(value) is { } text && text.Length < (int)bound ? $"shorter than {bound}" : null,
        ["maxLength"] = (bound, value) => Text(value) is { } text && text.Length > (int)bound ? $"longer than {bound}" : null,
        ["maxItems"] = (bound, value) => value is JsonArray items && items.Count > (int)bound ? $"more items than {bound}" : null,
        ["pattern"] = (bound, value) => Text(value) is { } text && !Regex.IsMatch(text, (string)bound!) ? $"not {bound}" : null,
        ["format"] = (bound, value) => Text(value) is { } text && !Formats[(string)bound!](text) ? $"no {bound}" : null,
    };

    private static readonly HashSet<string> Others =
    [
        "$ref", "type", "enum", "required", "properties", "additionalProperties", "items", "oneOf",
        "description", "examples", "default", "contentEncoding",
    ];

    /// <summary>Every fault of a value, by its place; none where it is valid.</summary>
    internal IEnumerable<string> Faults(JsonNode schema, JsonNode? value, string at = "$")
    {
        var keywords = schema.AsObject();
        if (keywords.FirstOrDefault(keyword => !Bounds.ContainsKey(keyword.Key) && !Others.Contains(keyword.Key)) is { Key: { } unknown })
            throw new NotSupportedException($"{at}: the keyword {unknown} is not known here");
        return
        [
            .. keywords["$ref"] is { } reference ? Faults(Resolve((string)reference!), value, at) : [],
            .. OfType(keywords, value, at),
            .. keywords["oneOf"] is JsonArray choices && choices.Count(choice => !Faults(choice!, value, at).Any()) is not 1 and var fitting
                ? [$"{at}: {value?.ToJsonString()} fits {fitting} of {choices.Count} schemas"] : Array.Empty<string>(),
            .. keywords.Where(keyword => value is not null && Bounds.ContainsKey(keyword.Key))
                .Select(keyword => Bounds[keyword.Key](keyword.Value!, value!)).OfType<string>().Select(fault => $"{at}: {value} is {fault}"),
            .. value is JsonObject fields && (keywords.ContainsKey("properties") || keywords.ContainsKey("additionalProperties") || keywords.ContainsKey("required"))
                ? OfFields(keywords, fields, at) : [],
            .. value is JsonArray items && keywords["items"] is { } each ? items.SelectMany((item, i) => Faults(each, item, $"{at}[{i}]")) : [],
        ];
    }

    /// <summary>What a local reference names.</summary>
    internal JsonNode Resolve(string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (node, step) => node[step] ?? throw new KeyNotFoundException(reference));

    private static IEnumerable<string> OfType(JsonObject schema, JsonNode? value, string at)
    {
        string[] types = schema["type"] switch
        {
            null => [],
            JsonArray several => [.. several.Select(one => (string)one!)],
            var one => [(string)one!],
        };
        if (types.Length > 0 && !types.Any(type => Types[type](value)))
            yield return $"{at}: {value?.ToJsonString() ?? "null"} is not of type {string.Join(" or ", types)}";
        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
            yield return $"{at}: {value?.ToJsonString() ?? "null"} is none of {words.ToJsonString()}";
    }

    private IEnumerable<string> OfFields(JsonObject schema, JsonObject fields, string at)
    {
        foreach (var name in (schema["required"]?.AsArray() ?? []).Select(name => (string)name!).Where(name => !fields.ContainsKey(name)))
            yield return $"{at}: {name} is missing";
        if (!schema.ContainsKey("properties") && !schema.ContainsKey("additionalProperties"))
            yield break;
        foreach (var (name, value) in fields)
            foreach (var fault in OfField(schema, name, value, $"{at}.{name}"))
                yield return fault;
    }

    private IEnumerable<string> OfField(JsonObject schema, string name, JsonNode? value, string at) =>
        schema["properties"]?[name] is { } known ? Faults(known, value, at)
        : schema["additionalProperties"] is JsonObject any ? Faults(any, value, at)
        : schema["additionalProperties"] is JsonValue allowed && (bool)allowed ? []
        : [$"{at} is in no schema"];

    private static decimal Number(JsonNode value) => decimal.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string? Text(JsonNode value) => Types["string"](value) ? (string)value! : null;
}
