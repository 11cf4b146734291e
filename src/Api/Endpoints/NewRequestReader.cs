using System.Text;
using System.Text.Json;
using JobQueue.Jobs.Sending;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Requests;

namespace JobQueue.Api.Endpoints;

/// <summary>Reads the request of a new job.</summary>
/// <param name="faults">Takes every fault in it.</param>
/// <param name="reach">Where requests may go.</param>
internal sealed class NewRequestReader(JsonFaults faults, Reach reach)
{
    private static readonly string[] BodyFields = ["body", "bodyBase64", "json"];
    private static readonly string[] Fields = ["method", "uri", "headers", .. BodyFields];

    /// <summary>The request without its user; null, with a fault, where there is none.</summary>
    /// <param name="body">The job.</param>
    /// <param name="target">The job's target; null for the app itself.</param>
    internal JobRequest? Read(JsonElement body, string? target)
    {
        if (!body.TryGetProperty("request", out var request) || request.ValueKind != JsonValueKind.Object)
        {
            faults.Add("request", request.ValueKind == JsonValueKind.Undefined ? "nothing" : JsonFaults.Kind(request), "an object with method and uri");
            return null;
        }

        foreach (var field in request.EnumerateObject().Where(field => !Fields.Contains(field.Name)))
            faults.Add($"request.{field.Name}", "an unknown field", $"one of {string.Join(", ", Fields)}");
        var bodies = BodiesOf(request);
        var content = ReadBody(request, bodies);
        var method = faults.Text(request, "method", "request.") ?? (content.IsEmpty ? "GET" : "POST");
        if (!RequestHeader.IsToken(method) || method.Length > 20 || method.Any(char.IsAsciiLetterLower))
            faults.Add("request.method", TextError.Quote(method), "an HTTP method in upper case");
        var headers = ReadHeaders(request);
        if (bodies.Contains("json") && !headers.Any(header => header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)))
            headers.Add(new("Content-Type", "application/json"));
        return new JobRequest { Method = method, Uri = ReadUri(request, target), Headers = headers, Body = content };
    }

    private string ReadUri(JsonElement request, string? target)
    {
        if (faults.Text(request, "uri", "request.") is not { } uri)
        {
            if (faults.All.All(fault => fault.Field != "request.uri"))
                faults.Add("request.uri", "nothing", RequestUri.Expected);
            return "";
        }

        if (RequestUri.Refusal(uri) is { } refusal)
        {
            faults.Add("request.uri", TextError.At(refusal.At + 1, uri.AsSpan(refusal.At), refusal.Expected));
            return uri;
        }

        if (reach.UriRefusal(uri, target) is { } expected)
            faults.Add("request.uri", TextError.Quote(uri), expected);
        return RequestUri.Canonical(uri);
    }

    private List<KeyValuePair<string, string>> ReadHeaders(JsonElement request)
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (!request.TryGetProperty("headers", out var fields) || fields.ValueKind == JsonValueKind.Null)
            return headers;
        if (fields.ValueKind != JsonValueKind.Object)
        {
            faults.Add("request.headers", JsonFaults.Kind(fields), "an object from names to a text or a list of texts");
            return headers;
        }

        foreach (var field in fields.EnumerateObject())
            foreach (var value in field.Value.ValueKind == JsonValueKind.Array ? [.. field.Value.EnumerateArray()] : new[] { field.Value })
                if (ReadHeader(field.Name, value) is { } text)
                    headers.Add(new(field.Name, text));
        return headers;
    }

    private string? ReadHeader(string name, JsonElement value)
    {
        var field = $"request.headers.{name}";
        if (RequestHeader.NameRefusal(name) is { } expected)
            faults.Add(field, TextError.Quote(name), expected);
        if (value.ValueKind != JsonValueKind.String)
        {
            faults.Add(field, JsonFaults.Kind(value), "a text");
            return null;
        }

        var text = value.GetString()!;
        if (RequestHeader.BadCharacterIn(text) is >= 0 and var bad)
            faults.Add(field, TextError.At(bad + 1, text.AsSpan(bad), "visible ASCII, blanks and tabs"));
        return text.Trim();
    }

    // As of the other fields: null says nothing. It is JSON, too, where nothing else is there.
    private static List<string> BodiesOf(JsonElement request)
    {
        var there = BodyFields.Where(name => request.TryGetProperty(name, out _)).ToList();
        return there is ["json"] ? there : [.. there.Where(name => request.GetProperty(name).ValueKind != JsonValueKind.Null)];
    }

    private ReadOnlyMemory<byte> ReadBody(JsonElement request, List<string> bodies)
    {
        if (bodies.Count > 1)
            faults.Add("request", string.Join(" and ", bodies), "one of body, bodyBase64, json");
        if (bodies.Contains("json"))
            return Encoding.UTF8.GetBytes(request.GetProperty("json").GetRawText());
        if (faults.Text(request, "body", "request.") is { } text)
            return Encoding.UTF8.GetBytes(text);
        if (faults.Text(request, "bodyBase64", "request.") is not { } base64)
            return default;
        if (request.GetProperty("bodyBase64").TryGetBytesFromBase64(out var bytes))
            return bytes;
        faults.Add("request.bodyBase64", TextError.Quote(base64), "Base64 (RFC 4648)");
        return default;
    }
}
