using System.Buffers;
using System.Diagnostics;
using System.Net.Http.Headers;
using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Sending;

/// <summary>Sends a run's request over HTTP.</summary>
internal sealed class HttpSender : ISender, IDisposable
{
    /// <summary>Bytes of a body that are counted: 64 MiB. A longer one ends the connection.</summary>
    internal const long MaxCountedBytes = 64 * 1024 * 1024;

    private const int ReadBytes = 16 * 1024;

    private static readonly AttemptResult NoConnectionYet = new(AttemptEnd.Aborted, null, "not sent: it had no connection yet");

    private readonly SendingOptions _options;
    private readonly HttpClients _clients;
    private readonly TimeProvider _time;

    /// <param name="ownPorts">Ports this process listens on, asked at each connection; on loopback they are refused.</param>
    /// <param name="time">Clock of durations, of limits and of signatures.</param>
    /// <param name="options">The configured targets; null for none.</param>
    public HttpSender(Func<IReadOnlyCollection<int>> ownPorts, TimeProvider time, SendingOptions? options = null)
    {
        _time = time;
        _options = options ?? new SendingOptions();
        _clients = new HttpClients(ownPorts, _options, time);
    }

    public async Task<AttemptResult> SendAsync(RunAttempt attempt, CancellationToken abort)
    {
        if (Destination.Of(attempt, _options, out var refusal) is not { } destination)
            return NoResponse(refusal!);
        using var trace = AttemptTrace.Start(attempt, destination.Uri, ActivityKind.Client, _time);
        var result = await LimitAsync(attempt, destination, trace.TraceParent, abort);
        if (destination.Target is { } target)
            result = target.Redaction.Of(result);
        trace.Complete(result, route: null);
        return result with { Address = destination.Uri };
    }

    public void Dispose() => _clients.Dispose();

    private async Task<AttemptResult> LimitAsync(
        RunAttempt attempt, Destination destination, string traceParent, CancellationToken abort)
    {
        if (destination.Target is not { Timeout: { } limit } target)
            return await ExchangeAsync(attempt, destination, traceParent, abort);
        using var overdue = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(abort, overdue.Token);
        var result = await ExchangeAsync(attempt, destination, traceParent, either.Token);
        if (result.End != AttemptEnd.Aborted || abort.IsCancellationRequested)
            return result;
        var error = $"timed out after {Duration.Print(limit)}, the limit of the target {target.Name}";
        return new AttemptResult(AttemptEnd.TimedOut, null, result.Error is null ? error : $"{error}: {result.Error}");
    }

    private async Task<AttemptResult> ExchangeAsync(
        RunAttempt attempt, Destination destination, string traceParent, CancellationToken abort)
    {
        try
        {
            var connections = _clients.For(attempt, destination);
            using var turn = await connections.TakeAsync(destination.Uri, attempt.Withdrawn, abort);
            if (turn is null)
                return attempt.Withdrawn.IsCancellationRequested ? AttemptResult.Withdrawn : NoConnectionYet;
            using var request = RequestMessage.Of(attempt, destination, _options.PublicUrl, traceParent, _time.GetUtcNow());
            using var response = await connections.Client.SendAsync(request, abort);
            var body = await ReadAsync(response, abort);
            var kept = Keep(response, body);
            return new AttemptResult(AttemptEnd.Responded, kept, Remark(body)) { Problem = ProblemText.Of(kept) };
        }
        catch (Exception) when (abort.IsCancellationRequested)
        {
            return new AttemptResult(AttemptEnd.Aborted, null, null);
        }
        catch (Exception exception) when (IsExpected(exception))
        {
            return NoResponse(HttpFailure.Describe(exception, destination.Uri));
        }
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
