using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace JobQueue.Reliability.Clusters;

/// <summary>
/// Clients that POST one-time jobs to whichever node is there. One in four requests has an Idempotency-Key, and is sent again, to the next
/// node, until it is acknowledged.
/// </summary>
/// <param name="cluster">The nodes.</param>
/// <param name="count">How many at once.</param>
/// <param name="pace">Between two requests of a client.</param>
internal sealed class ClusterClients(Cluster cluster, int count, TimeSpan pace)
{
    private const int OneKeyIn = 4;

    // Beyond what any answer may take.
    private static readonly TimeSpan GivenUpAfter = TimeSpan.FromSeconds(45);
    private static readonly HttpClient Http = new() { Timeout = Timeout.InfiniteTimeSpan };

    private int _number;
    private int _turn;

    internal ConcurrentQueue<Post> Posts { get; } = [];

    /// <summary>POSTs until it is over.</summary>
    internal Task PostAsync(CancellationToken over) => Task.WhenAll(Enumerable.Range(0, count).Select(_ => OneAsync(over)));

    /// <summary>POSTs one job; whether it was acknowledged.</summary>
    internal async Task<bool> TryOneAsync(ClusterNode node) =>
        (await SendAsync(node, Interlocked.Increment(ref _number), hasKey: false)).IsAcknowledged;

    /// <summary>POSTs one job for a queue; null when it was not acknowledged.</summary>
    internal async Task<string?> OfQueueAsync(ClusterNode node, string queue) =>
        (await SendAsync(node, Interlocked.Increment(ref _number), hasKey: false, queue)).Id;

    private async Task OneAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _number);
            var hasKey = number % OneKeyIn == 0;
            while (cluster.Next(Interlocked.Increment(ref _turn)) is { } node && !(await SendAsync(node, number, hasKey)).IsAcknowledged
                && hasKey && !over.IsCancellationRequested)
                await Until.PassedAsync(pace);
            await Until.PassedAsync(pace);
        }
    }

    private async Task<Post> SendAsync(ClusterNode node, int number, bool hasKey, string? queue = null)
    {
        var sent = DateTimeOffset.UtcNow;
        using var message = new HttpRequestMessage(HttpMethod.Post, node.Host.Url + "/api/jobs")
        {
            Content = JsonContent.Create(Job(number, hasKey, queue)),
        };
        if (hasKey)
            message.Headers.Add("Idempotency-Key", Key(number));
        var (status, id) = await AnswerAsync(message, node.Reachable);
        var post = new Post(node, number, hasKey, status, id, sent, DateTimeOffset.UtcNow);
        Posts.Enqueue(post);
        return post;
    }

    private static async Task<(int Status, string? Id)> AnswerAsync(HttpRequestMessage message, CancellationToken reachable)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(reachable);
        limit.CancelAfter(GivenUpAfter);
        try
        {
            using var response = await Http.SendAsync(message, limit.Token);
            var text = await response.Content.ReadAsStringAsync(limit.Token);
            return ((int)response.StatusCode, response.IsSuccessStatusCode ? (string?)JsonNode.Parse(text)!["id"] : null);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or IOException or OperationCanceledException)
        {
            return (0, null);
        }
    }

    internal static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"k{number}");

    // The same body each time the same number is sent.
    private static JsonObject Job(int number, bool hasKey, string? queue)
    {
        var uri = string.Create(
            CultureInfo.InvariantCulture,
            $"/posted?n={number}&delay={10 * (number % 10)}&status={(number % 3 == 0 ? 404 : 200)}{(hasKey ? $"&key={Key(number)}" : "")}");
        var job = new JsonObject
        {
            ["at"] = number % 2 == 0 || queue is not null ? "now" : "now + 1 second",
            ["target"] = Cluster.Target,
            ["request"] = new JsonObject { ["uri"] = uri },
        };
        if (queue is not null)
            job["queue"] = queue;
        return job;
    }
}
