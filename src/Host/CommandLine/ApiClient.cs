using System.Net;
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
        var handler = new SocketsHttpHandler { UseProxy = !server.IsLoopback, AllowAutoRedirect = false };
        _http = new HttpClient(handler) { BaseAddress = server, Timeout = LongestAnswer };
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        if (key is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    internal Task<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    /// <summary>Sends the request with a JSON document, null for none.</summary>
    /// <exception cref="HttpRequestException">No answer came.</exception>
    /// <exception cref="RedirectException">The answer names another server.</exception>
    /// <exception cref="SignInException">The answer leads elsewhere on it, or to where people sign in.</exception>
    /// <exception cref="NotJobQueueException">The answer is not JobQueue's.</exception>
    internal async Task<ApiAnswer> SendAsync(HttpMethod method, string path, JsonObject? document, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, "api/" + path);
        if (document is not null)
            request.Content = JsonContent.Create(document);
        using var response = await _http.SendAsync(request, cancellationToken);
        if ((int)response.StatusCode is >= 300 and <= 399)
            throw Redirected(response);
        return new ApiAnswer
        {
            Status = (int)response.StatusCode,
            Location = response.Headers.Location,
            Document = await ReadAsync(response, cancellationToken),
        };
    }

    public void Dispose() => _http.Dispose();

    // A redirect would lose the body and the key on its way.
    private Exception Redirected(HttpResponseMessage response)
    {
        if (response.Headers.Location is not { } location)
            return new NotJobQueueException($"{(int)response.StatusCode}");
        var asked = response.RequestMessage!.RequestUri!;
        var target = new Uri(asked, location).GetLeftPart(UriPartial.Path);
        var below = "/" + asked.AbsolutePath[_http.BaseAddress!.AbsolutePath.Length..];
        return target.EndsWith(below, StringComparison.Ordinal)
            ? new RedirectException(target[..^below.Length])
            : new SignInException(target);
    }

    private static async Task<JsonElement?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // As bytes: JSON is UTF-8, whatever the answer says of it.
        var bytes = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode && !IsJson(response))
            return IsOfAProxy(response.StatusCode) ? throw new NotJobQueueException($"{(int)response.StatusCode}") : null;
        if (bytes.Length == 0)
            return null;
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(bytes);
        }
        catch (JsonException)
        {
            throw new NotJobQueueException("found no JSON");
        }
    }

    private static bool IsOfAProxy(HttpStatusCode status) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static bool IsJson(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.OrdinalIgnoreCase) == true;
}
