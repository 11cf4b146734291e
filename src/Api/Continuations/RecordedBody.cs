namespace JobQueue.Api.Continuations;

/// <summary>
/// A body that is remembered while others read it, up to a limit: the app may have read its form before the endpoint is asked.
/// </summary>
/// <param name="body">The request's.</param>
/// <param name="most">The most bytes that are remembered; of a longer body none are.</param>
internal sealed class RecordedBody(Stream body, int most) : Stream
{
    private const int Chunk = 16 * 1024;

    private readonly MemoryStream _read = new();
    private bool _isTooLong;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The whole body, what was read before included; null when it is longer than the limit.</summary>
    internal async Task<ReadOnlyMemory<byte>?> WholeAsync(CancellationToken cancel)
    {
        var chunk = new byte[Chunk];
        while (!_isTooLong && await ReadAsync(chunk, cancel) > 0)
        {
        }

        // Not with ?: of an untyped null, which would be the memory of a null array: empty instead of none.
        return _isTooLong ? default(ReadOnlyMemory<byte>?) : _read.GetBuffer().AsMemory(0, (int)_read.Length);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await body.ReadAsync(buffer, cancellationToken);
        Note(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = body.Read(buffer, offset, count);
        Note(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Note(ReadOnlySpan<byte> bytes)
    {
        _isTooLong |= _read.Length + bytes.Length > most;
        if (_isTooLong)
            _read.SetLength(0);
        else
            _read.Write(bytes);
    }
}
