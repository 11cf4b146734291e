using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace JobQueue.Jobs.Sending;

/// <summary>Sends a run's request over HTTP.</summary>
internal sealed class HttpSender : ISender, IDisposable
{
    /// <summary>Bytes of a body that are counted: 64 MiB. A longer one ends the connection.</summary>
    internal const long MaxCountedBytes = 64 * 1024 * 1024;

    internal static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    private const int MaxConnectionsPerServer = 64;
    private const int MaxHeaderKilobytes = 64;
    private const int ReadBytes = 16 * 1024;

    private static readonly string UserAgent = $"JobQueue/{typeof(HttpSender).Assembly.GetName().Version?.ToString(3)}";

    private readonly HttpMessageInvoker _client;
    private readonly TimeProvider _time;

    /// <param name="ownPorts">Ports this process listens on, asked at each connection; on loopback they are refused.</param>
    /// <param name="time">Clock of durations and of the limit on name look-ups.</param>
    public HttpSender(Func<IReadOnlyCollection<int>> ownPorts, TimeProvider time)
    {
        _time = time;
        _client = new HttpMessageInvoker(Handler(new ConnectionGuard(ownPorts, time)));
    }

    public async Task<AttemptResult> SendAsync(RunAttempt attempt, CancellationToken abort)
    {
        if (!RunUri.TryResolve(attempt, out var uri))
            return NoResponse($"\"{attempt.Target ?? attempt.Request.Uri}\" is not an http or https URL, nor a configured target");
        using var trace = AttemptTrace.Start(attempt, uri, ActivityKind.Client, _time);
        var result = await ExchangeAsync(attempt, uri, trace.TraceParent, abort);
        trace.Complete(result, route: null);
        return result with { Address = uri };
    }

    public void Dispose() => _client.Dispose();

    private static SocketsHttpHandler Handler(ConnectionGuard guard) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        // Each attempt sets its own traceparent.
        ActivityHeadersPropagator = null,
        ConnectCallback = guard.ConnectAsync,
        ConnectTimeout = ConnectLimit,
        MaxConnectionsPerServer = MaxConnectionsPerServer,
        MaxResponseHeadersLength = MaxHeaderKilobytes,
        // A body that is not read to its end is not worth its connection.
        MaxResponseDrainSize = 0,
        // Names are looked up anew after that.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    };

    private async Task<AttemptResult> ExchangeAsync(RunAttempt attempt, Uri uri, string traceParent, CancellationToken abort)
    {
        try
        {
            using var request = Message(attempt, uri, traceParent);
            using var response = await _client.SendAsync(request, abort);
            var body = await ReadAsync(response, abort);
            return new AttemptResult(AttemptEnd.Responded, Keep(response, body), Remark(body));
        }
        catch (Exception) when (abort.IsCancellationRequested)
        {
            return new AttemptResult(AttemptEnd.Aborted, null, null);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return NoResponse(HttpFailure.Describe(exception, uri));
        }
    }

    private static HttpRequestMessage Message(RunAttempt attempt, Uri uri, string traceParent)
    {
        var message = new HttpRequestMessage(new HttpMethod(attempt.Request.Method), uri);
        if (!attempt.Request.Body.IsEmpty)
            message.Content = new ReadOnlyMemoryContent(attempt.Request.Body);
        foreach (var (name, value) in attempt.Request.Headers.Where(h => RunHeaders.IsSent(h.Key)))
            if (!message.Headers.TryAddWithoutValidation(name, value))
                // Names that speak of a body are refused among the request's own.
                (message.Content ??= new ReadOnlyMemoryContent(default)).Headers.TryAddWithoutValidation(name, value);
        foreach (var (name, value) in RunHeaders.Of(attempt))
            message.Headers.TryAddWithoutValidation(name, value);
        message.Headers.TryAddWithoutValidation(RunHeaders.TraceParent, traceParent);
        if (!message.Headers.Contains("User-Agent"))
            message.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        return message;
    }

    private static async Task<KeptBody> ReadAsync(HttpResponseMessage response, CancellationToken abort)
    {
        var body = new KeptBody();
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(abort);
            while (body.Length < MaxCountedBytes && await stream.ReadAsync(buffer, abort) is > 0 and var count)
            {
                body.Append(buffer.AsSpan(0, count));
                Failpoint.Reach(Failpoint.MidBody);
            }

            return body;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Response Keep(HttpResponseMessage response, KeptBody body) => new()
    {
        Status = (int)response.StatusCode,
        Headers = [.. Fields(response.Headers), .. Fields(response.Content.Headers)],
        Body = body.Kept,
        BodyBytes = body.Length,
    };

    private static IEnumerable<KeyValuePair<string, string>> Fields(HttpHeaders headers) =>
        from field in headers.NonValidated
        where RunHeaders.IsKept(field.Key)
        from value in field.Value
        select KeyValuePair.Create(field.Key, value);

    private static string? Remark(KeptBody body) =>
        body.Length >= MaxCountedBytes ? "the body is longer than 64 MiB; the connection was closed there" : null;

    // The last three: what a stored request can hold that no client sends.
    private static bool IsExpected(Exception exception) => exception
        is HttpRequestException or IOException or OperationCanceledException
        or FormatException or ArgumentException or NotSupportedException;

    private static AttemptResult NoResponse(string error) => new(AttemptEnd.NoResponse, null, error);
}
