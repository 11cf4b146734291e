using System.Net.ServerSentEvents;
using System.Text.Json;

namespace JobQueue.Api.Tests.Events;

/// <summary>A reader of <c>/api/events</c>, as a browser's EventSource reads it.</summary>
internal sealed class OpenEvents : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _limit = new(Limit);
    private readonly SseParser<string> _parser;
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private OpenEvents(HttpResponseMessage response, Stream body)
    {
        Response = response;
        _parser = SseParser.Create(body);
        _items = _parser.EnumerateAsync(_limit.Token).GetAsyncEnumerator(_limit.Token);
    }

    public HttpResponseMessage Response { get; }

    /// <summary>What an EventSource sends when it comes back.</summary>
    public string LastEventId => _parser.LastEventId;

    /// <summary>Ends when the events are open: what happens from then on comes.</summary>
    public static async Task<OpenEvents> OpenAsync(LibraryApp app, string query = "", string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/jobqueue/api/events{query}");
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await app.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new OpenEvents(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>The kind of the next event and its document; null at the end.</summary>
    public async Task<(string Kind, JsonElement Data)?> NextAsync() =>
        await _items.MoveNextAsync() ? (_items.Current.EventType, JsonDocument.Parse(_items.Current.Data).RootElement) : null;

    /// <summary>The next events, each as its kind and these fields of it.</summary>
    public async Task<string> NextAsync(int count, params string[] fields)
    {
        var texts = new List<string>();
        while (texts.Count < count && await NextAsync() is { } next)
            texts.Add(string.Join(' ', [next.Kind, .. fields.SelectMany(field => Values(next.Data, field))]));
        return string.Join(", ", texts);
    }

    private static IEnumerable<string> Values(JsonElement data, string field) =>
        data.TryGetProperty(field, out var value) ? [$"{value}"] : [];

    public async ValueTask DisposeAsync()
    {
        await _items.DisposeAsync();
        Response.Dispose();
        _limit.Dispose();
    }
}
