using System.Diagnostics;
using System.Globalization;
using System.Text;
using JobQueue.Benchmarks.Processes;

namespace JobQueue.Benchmarks.Post;

/// <summary>What came of posting one request so many times.</summary>
/// <param name="PerSecond">Answers a second, from the first request to the last answer.</param>
/// <param name="Latency">Of each, from before it is sent until its answer is whole.</param>
/// <param name="ServerMicroseconds">Processor time of the server for each.</param>
/// <param name="Ids">What the answers name.</param>
internal sealed record Posting(double PerSecond, Spread Latency, double ServerMicroseconds, IReadOnlyList<string?> Ids)
{
    /// <summary>Posts over kept connections, each of which waits for its answer; every answer must have the status.</summary>
    internal static async Task<Posting> PostAsync(Server server, string path, string body, int count, int connections, int status)
    {
        var request = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"POST {path} HTTP/1.1\r\nHost: {server.Url.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        var (milliseconds, ids, next) = (new double[count], new string?[count], -1);
        var open = Enumerable.Range(0, connections).Select(_ => new Connection()).ToArray();
        try
        {
            await Task.WhenAll(open.Select(connection => connection.OpenAsync(server.Url)));
            var (began, processor) = (Stopwatch.GetTimestamp(), server.Processor);
            await Task.WhenAll(open.Select(connection => Task.Run(() => SendAsync(connection))));
            return new Posting(
                count / Stopwatch.GetElapsedTime(began).TotalSeconds, Spread.Of(milliseconds), (server.Processor - processor).TotalMicroseconds / count, ids);
        }
        finally
        {
            foreach (var connection in open)
                connection.Dispose();
        }

        async Task SendAsync(Connection connection)
        {
            while (Interlocked.Increment(ref next) is var i && i < count)
            {
                var sent = Stopwatch.GetTimestamp();
                (var answered, ids[i]) = await connection.SendAsync(request);
                milliseconds[i] = Stopwatch.GetElapsedTime(sent).TotalMilliseconds;
                if (answered != status)
                    throw new InvalidOperationException($"POST {path} was answered {answered}, expected {status}");
            }
        }
    }

    internal IReadOnlyList<Figure> Figures(string name) =>
    [
        new Figure(name, PerSecond, "requests/s"),
        .. Latency.Figures(name),
        new Figure($"{name}.processor", ServerMicroseconds, "us/request"),
    ];
}
