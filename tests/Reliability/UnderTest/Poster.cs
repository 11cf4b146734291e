using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace JobQueue.Reliability.UnderTest;

/// <summary>Posts one-time jobs for the app itself, and takes any answer for one.</summary>
/// <param name="host">Whose API.</param>
/// <param name="at">When they are due, as the API takes it.</param>
/// <param name="bodyBytes">How large each is.</param>
internal sealed class Poster(HostUnderTest host, string at, int bodyBytes = 0)
{
    private readonly string? _body = bodyBytes > 0 ? new string('x', bodyBytes) : null;

    /// <summary>In the order they came.</summary>
    internal ConcurrentQueue<Answer> Answers { get; } = [];

    internal IEnumerable<string> Acknowledged => Answers.Where(answer => answer.IsAcknowledged).Select(answer => answer.Id!);

    /// <summary>So many clients, each as fast as it is answered but for the pace, until it is over or the host is gone.</summary>
    internal Task PostAsync(int clients, TimeSpan pace, CancellationToken over) => Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
    {
        while (!over.IsCancellationRequested && (await PostAsync()).Status > 0)
            await Until.PassedAsync(pace);
    }));

    internal async Task<Answer> PostAsync(string? key = null)
    {
        var request = new JsonObject { ["uri"] = "/echo", ["method"] = "POST" };
        if (_body is not null)
            request["body"] = _body;
        using var message = new HttpRequestMessage(HttpMethod.Post, host.Url + "/api/jobs")
        {
            Content = JsonContent.Create(new JsonObject { ["at"] = at, ["request"] = request }),
        };
        if (key is not null)
            message.Headers.Add("Idempotency-Key", key);
        var answer = await SendAsync(message);
        Answers.Enqueue(answer);
        return answer;
    }

    private static async Task<Answer> SendAsync(HttpRequestMessage message)
    {
        var sent = DateTimeOffset.UtcNow;
        try
        {
            using var response = await HostUnderTest.SendAsync(message);
            var text = await response.Content.ReadAsStringAsync();
            var id = response.IsSuccessStatusCode ? (string?)JsonNode.Parse(text)!["id"] : null;
            return new Answer((int)response.StatusCode, id, response.Content.Headers.ContentType?.MediaType, sent, DateTimeOffset.UtcNow);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or TaskCanceledException)
        {
            return new Answer(0, null, null, sent, DateTimeOffset.UtcNow);
        }
    }
}
