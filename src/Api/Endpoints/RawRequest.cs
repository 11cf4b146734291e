using System.Text.Json.Nodes;

namespace JobQueue.Api.Endpoints;

/// <summary>A raw HTTP/1.1 request (RFC 9112), as <c>message/http</c> carries it.</summary>
/// <param name="Line">The line of method and target, from 1.</param>
/// <param name="Method">As it is written.</param>
/// <param name="Target">As it is written.</param>
/// <param name="Fields">The header fields that a job sends, in their order; without those that frame the body, and <c>Host</c>.</param>
/// <param name="Body">Byte for byte.</param>
internal sealed record RawRequest(int Line, string Method, string Target, IReadOnlyList<RawField> Fields, ReadOnlyMemory<byte> Body)
{
    private const string HeaderPrefix = "request.headers.";

    /// <summary>The request as the field <c>request</c> of a new job.</summary>
    internal JsonObject ToJson()
    {
        var request = new JsonObject
        {
            ["method"] = Method,
            ["uri"] = Target,
            ["headers"] = new JsonObject(Fields
                .GroupBy(field => field.Name, StringComparer.OrdinalIgnoreCase)
                .Select(field => KeyValuePair.Create(field.Key, Values(field)))),
        };
        if (!Body.IsEmpty)
            request["bodyBase64"] = Convert.ToBase64String(Body.Span);
        return request;
    }

    /// <summary>A fault of <see cref="ToJson"/>, with the place in this text.</summary>
    internal Fault Located(Fault fault) => fault.Field switch
    {
        "request.method" => fault with { Line = Line, Column = 1 },
        "request.uri" => fault with { Line = Line, Column = Method.Length + 1 + (fault.Column ?? 1) },
        _ when fault.Field.StartsWith(HeaderPrefix, StringComparison.Ordinal) => fault with
        {
            Line = LineOf(fault.Field[HeaderPrefix.Length..]),
            Column = 1,
        },
        _ => fault,
    };

    private int? LineOf(string name) => Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Line;

    private static JsonNode? Values(IEnumerable<RawField> fields) => new JsonArray([.. fields.Select(field => JsonValue.Create(field.Value))]);
}
