using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace JobQueue.Reliability.UnderTest;

/// <summary>
/// Clients that POST one-time jobs as fast as they are answered, up to a pace. One in four requests has an Idempotency-Key; where the
/// answer was lost in a crash it is sent again after it with the same key.
/// </summary>
/// <param name="count">How many at once.</param>
/// <param name="pace">Between two requests of a client.</param>
internal sealed class Clients(int count, TimeSpan pace)
{
    private const int OneKeyIn = 4;

    private readonly ConcurrentQueue<(string Key, JsonObject Job)> _unanswered = [];
    private readonly ConcurrentQueue<(string Key, JsonObject Job)> _answered = [];
    private int _number;

    internal ConcurrentQueue<string> Acknowledged { get; } = [];

    /// <summary>Keys, with the job that each was answered with.</summary>
    internal ConcurrentQueue<(string Key, string Id)> Keyed { get; } = [];

    /// <summary>Requests that were sent again after a crash.</summary>
    internal int Repeated { get; private set; }

    /// <summary>POSTs until it is over, or until the host is gone.</summary>
    internal Task PostAsync(HostUnderTest host, CancellationToken over) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => OneAsync(host, over)));

    /// <summary>Sends again what had a key and was not answered, and once more something that was.</summary>
    internal async Task RepeatAsync(HostUnderTest host)
    {
        var again = new List<(string Key, JsonObject Job)>();
        while (_unanswered.TryDequeue(out var unanswered))
            again.Add(unanswered);
        if (_answered.TryDequeue(out var answered))
            again.Add(answered);
        foreach (var (key, job) in again)
            await SendAsync(host, key, job);
        Repeated += again.Count;
        _answered.Clear();
    }

    private async Task OneAsync(HostUnderTest host, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _number);
            var key = number % OneKeyIn == 0 ? string.Create(CultureInfo.InvariantCulture, $"k{number}") : null;
            var job = Job(number, key);
            try
            {
                await SendAsync(host, key, job);
                if (key is not null)
                    _answered.Enqueue((key, job));
                await Until.PassedAsync(pace);
            }
            catch (Exception e) when (e is HttpRequestException or SocketException or IOException or TaskCanceledException)
            {
                // Killed before the answer: no promise was given.
                if (key is not null)
                    _unanswered.Enqueue((key, job));
                return;
            }
        }
    }

    private async Task SendAsync(HostUnderTest host, string? key, JsonObject job)
    {
        var (status, document) = await host.PostAsync("/api/jobs", job.DeepClone(), key);
        Expect.Equal(true, status is 200 or 201, $"status {status} was an acknowledgement of a POST; {document}");
        var id = (string)document!["id"]!;
        Acknowledged.Enqueue(id);
        if (key is not null)
            Keyed.Enqueue((key, id));
    }

    private static JsonObject Job(int number, string? key)
    {
        var at = number % 2 == 0 ? "now" : "now + 1 second";
        var uri = string.Create(
            CultureInfo.InvariantCulture,
            $"/echo?delay={10 * (number % 10)}ms&status={(number % 3 == 0 ? 404 : 200)}{(key is null ? "" : $"&key={key}")}");
        return new JsonObject { ["at"] = at, ["request"] = new JsonObject { ["uri"] = uri } };
    }
}
