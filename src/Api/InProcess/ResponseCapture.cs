using System.Buffers;
using System.IO.Pipelines;
using JobQueue.Jobs.Sending;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace JobQueue.Api.InProcess;

/// <summary>A response that is kept instead of sent. The stock feature neither starts nor calls back.</summary>
internal sealed class ResponseCapture : IHttpResponseFeature, IHttpResponseBodyFeature
{
    // RFC 9110, 5.5: of these only a tab may be in a value.
    private static readonly SearchValues<char> ControlCharacters =
        SearchValues.Create([.. Enumerable.Range(0, ' ').Append(0x7F).Select(code => (char)code).Where(c => c != '\t')]);

    private readonly Lock _lock = new();
    private readonly KeptBody _body = new();
    private readonly HeaderDictionary _fields = new();
    private readonly bool _isHead;
    private Stack<Callback>? _onStarting;
    private Stack<Callback>? _onCompleted;
    private bool _hasEnded;
    private int _statusCode = StatusCodes.Status200OK;
    private string? _reasonPhrase;

    public ResponseCapture(bool isHead)
    {
        _isHead = isHead;
        Headers = _fields;
        Writer = new CaptureWriter(this, _body);
        Stream = new CaptureStream(this);
    }

    public bool HasStarted { get; private set; }

    public int StatusCode
    {
        get => _statusCode;
        set
        {
            ThrowIfStarted();
            _statusCode = value;
        }
    }

    public string? ReasonPhrase
    {
        get => _reasonPhrase;
        set
        {
            ThrowIfStarted();
            _reasonPhrase = value;
        }
    }

    public IHeaderDictionary Headers { get; set; }

    public Stream Stream { get; }

    public PipeWriter Writer { get; }

    Stream IHttpResponseFeature.Body
    {
        get => Stream;
        set => throw new NotSupportedException("Set IHttpResponseBodyFeature instead.");
    }

    // RFC 9110 15.3.5, 15.3.6, 15.4.5.
    private bool StatusHasBody =>
        _statusCode is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);

    public void OnStarting(Func<object, Task> callback, object state)
    {
        ThrowIfStarted();
        (_onStarting ??= new()).Push(new Callback(callback, state));
    }

    public void OnCompleted(Func<object, Task> callback, object state) => (_onCompleted ??= new()).Push(new Callback(callback, state));

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfEnded();
        if (HasStarted)
            return;
        while (_onStarting?.TryPop(out var callback) == true)
            await callback.Function(callback.State);
        ThrowIfNoServerSends(Headers);
        HasStarted = true;
        _fields.IsReadOnly = true;
    }

    /// <summary>Adds to the body of a response that has started.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            ThrowIfEnded();
            if (!StatusHasBody && !_isHead && !bytes.IsEmpty)
                throw new InvalidOperationException($"A response with status {_statusCode} has no body.");
            _body.Append(bytes);
        }
    }

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public void DisableBuffering()
    {
    }

    public async Task CompleteAsync()
    {
        await StartAsync();
        End();
    }

    /// <summary>Ends the response: whatever writes later fails.</summary>
    public void End()
    {
        lock (_lock)
            _hasEnded = true;
    }

    public void ThrowIfEnded()
    {
        if (_hasEnded)
            throw new ObjectDisposedException(nameof(HttpResponse), "The response has ended.");
    }

    /// <summary>What has been captured, once it has ended.</summary>
    public Response Take(int status)
    {
        var hasBody = StatusHasBody && !_isHead;
        return new Response
        {
            Status = status,
            Headers = [.. Fields()],
            Body = hasBody ? _body.Kept : default,
            BodyBytes = hasBody ? _body.Length : 0,
        };
    }

    /// <summary>Runs what waits for the end, the service scope among it: the last one first, each whatever the others do.</summary>
    public async Task RunCompletedAsync(Action<Exception> failed)
    {
        while (_onCompleted?.TryPop(out var callback) == true)
        {
            try
            {
                await callback.Function(callback.State);
            }
            catch (Exception exception)
            {
                failed(exception);
            }
        }
    }

    private IEnumerable<KeyValuePair<string, string>> Fields() =>
        from field in Headers
        where RunHeaders.IsKept(field.Key)
        from value in field.Value
        select KeyValuePair.Create(field.Key, value ?? "");

    // As Kestrel does: what such a field is followed by would be taken for fields, or a body, of the app.
    private static void ThrowIfNoServerSends(IHeaderDictionary fields)
    {
        foreach (var (name, values) in fields)
        {
            if (!RequestHeader.IsToken(name))
                throw new InvalidOperationException($"The name of a response's header is {TextError.Quote(name)}, which is no token.");
            foreach (var value in values)
                if (value.AsSpan().IndexOfAny(ControlCharacters) is >= 0 and var at)
                    throw new InvalidOperationException($"The response's header {name} has the control character 0x{(int)value![at]:X2}.");
        }
    }

    private void ThrowIfStarted()
    {
        if (HasStarted)
            throw new InvalidOperationException("The response has started: its status and header fields are on their way.");
    }

    private readonly record struct Callback(Func<object, Task> Function, object State);
}
