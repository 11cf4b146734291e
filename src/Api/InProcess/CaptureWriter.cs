using System.IO.Pipelines;
using JobQueue.Jobs.Sending;

namespace JobQueue.Api.InProcess;

/// <summary>The pipe into a captured response; the response starts at the first flush.</summary>
internal sealed class CaptureWriter(ResponseCapture response, KeptBody body) : PipeWriter
{
    private long _unflushedBytes;

    // JSON is written through the pipe only where this is known.
    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _unflushedBytes;

    public override void Advance(int bytes)
    {
        response.ThrowIfEnded();
        body.Advance(bytes);
        _unflushedBytes += bytes;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        response.ThrowIfEnded();
        return body.GetMemory(sizeHint);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await response.StartAsync(cancellationToken);
        response.Write([]);
        _unflushedBytes = 0;
        return new FlushResult(isCanceled: false, isCompleted: false);
    }

    public override async ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await response.StartAsync(cancellationToken);
        response.Write(source.Span);
        _unflushedBytes = 0;
        return new FlushResult(isCanceled: false, isCompleted: false);
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
