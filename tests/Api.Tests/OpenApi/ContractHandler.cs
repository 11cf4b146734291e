using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace JobQueue.Api.Tests.OpenApi;

/// <summary>Holds every answer of the API against its description, and notes what was seen.</summary>
internal sealed class ContractHandler(JsonNode document, string prefix, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly Schema _schema = new(document);
    private readonly SortedSet<string> _seen = [];
    private readonly List<string> _faults = [];

    /// <summary>Operations and statuses that came, as <c>getJob 404</c>.</summary>
    internal IReadOnlySet<string> Seen => _seen;

    /// <summary>What came and is not as it is described.</summary>
    internal IReadOnlyList<string> Faults => _faults;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (Operation(request) is not { } operation)
        {
            _faults.Add($"{request.Method} {request.RequestUri} is not described");
            return response;
        }

        var status = ((int)response.StatusCode).ToString(null as IFormatProvider);
        var id = (string)operation["operationId"]!;
        _seen.Add($"{id} {status}");
        _faults.AddRange((await OfAsync(operation, status, response, cancellationToken)).Select(fault => $"{id} {status}: {fault}"));
        return response;
    }

    private async Task<IEnumerable<string>> OfAsync(JsonNode operation, string status, HttpResponseMessage response, CancellationToken cancel)
    {
        if ((operation["responses"]![status] ?? operation["responses"]!["default"]) is not { } described)
            return ["the status is not described"];
        var answer = Resolved(described);
        var missing = (answer["headers"]?.AsObject() ?? []).Select(header => header.Key)
            .Where(name => name is "ETag" or "Cache-Control" or "Location" or "Retry-After" or "WWW-Authenticate"
                && !response.Headers.Contains(name)).Select(name => $"the header field {name} is missing");
        return [.. missing, .. await OfBodyAsync(answer["content"]?.AsObject() ?? [], response, cancel)];
    }

    private async Task<IEnumerable<string>> OfBodyAsync(JsonObject content, HttpResponseMessage response, CancellationToken cancel)
    {
        var type = response.Content.Headers.ContentType?.MediaType;
        if (type is "text/event-stream" or "text/calendar" or "application/atom+xml")
            return content.ContainsKey(type) ? [] : [$"{type} is not described"];
        var text = await response.Content.ReadAsStringAsync(cancel);
        if (content.Count == 0 || type is null)
            return content.Count == 0 == (text.Length == 0) || content.ContainsKey("*/*") ? [] : [$"found \"{text}\" of type {type}"];
        return content[type] is { } described ? _schema.Faults(described["schema"]!, JsonNode.Parse(text))
            : content.ContainsKey("*/*") ? [] : [$"{type} is not described"];
    }

    private JsonNode? Operation(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath[prefix.Length..];
        return document["paths"]!.AsObject()
            .Where(item => Regex.IsMatch(path, $"^{Regex.Replace(item.Key, @"\{\w+\}", "[^/]+")}$"))
            .OrderBy(item => item.Key.Contains('{', StringComparison.Ordinal))
            .Select(item => item.Value![request.Method.Method.ToLowerInvariant()])
            .FirstOrDefault(operation => operation is not null);
    }

    private JsonNode Resolved(JsonNode node) => node["$ref"] is { } reference ? _schema.Resolve((string)reference!) : node;
}
