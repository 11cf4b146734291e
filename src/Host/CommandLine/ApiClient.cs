using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace JobQueue.Host.CommandLine;

/// <summary>Calls of the HTTP API.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(100);

    private readonly HttpClient _http;

    /// <param name="server">The address that <c>api/</c> is below.</param>
    /// <param name="key">The bearer token; null is none.</param>
    internal ApiClient(Uri server, string? key)
    {
        // A proxy cannot reach this machine's own addresses.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = !server.IsLoopback }) { BaseAddress = server, Timeout = LongestAnswer };
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        if (key is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    internal Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>Sends the request with a JSON document, null for none.</summary>
    /// <exception cref="HttpRequestException">No answer came, or one that is not JobQueue's.</exception>
    internal async Task<ApiAnswer> SendAsync(HttpMethod method, string path, JsonObject? document, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "api/" + path);
        if (document is not null)
            request.Content = JsonContent.Create(document);
        using var response = await _http.SendAsync(request, cancellationToken);
        return new ApiAnswer
        {
            Status = (int)response.StatusCode,
            Location = response.Headers.Location,
            Document = await ReadAsync(response, cancellationToken),
        };
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (text.Length == 0 || (!IsJson(response) && !response.IsSuccessStatusCode))
            return null;
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            throw new HttpRequestException("what answers there is not JobQueue: found no JSON");
        }
    }

    private static bool IsJson(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true;
}
