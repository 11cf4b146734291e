using System.Buffers;

namespace JobQueue.Jobs.Sending;

/// <summary>A response's body as it comes in: the first <see cref="Response.MaxKeptBytes"/> are kept, the rest is counted.</summary>
internal sealed class KeptBody : IBufferWriter<byte>
{
    private const int SmallestBuffer = 512;

    private byte[] _buffer = [];

    /// <summary>Bytes that came, kept or not.</summary>
    public long Length { get; private set; }

    public ReadOnlyMemory<byte> Kept => _buffer.AsMemory(0, Math.Min(KeptLength, _buffer.Length));

    private int KeptLength => (int)Math.Min(Length, Response.MaxKeptBytes);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var kept = bytes[..Math.Min(bytes.Length, Response.MaxKeptBytes - KeptLength)];
        if (!kept.IsEmpty)
            kept.CopyTo(GetSpan(kept.Length));
        Length += bytes.Length;
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length - KeptLength);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        // Once full, what lies behind the kept bytes is written over and over.
        var size = Math.Max(sizeHint, 1);
        if (_buffer.Length - KeptLength < size)
            Grow(KeptLength + size);
        return _buffer.AsMemory(KeptLength);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    private void Grow(int least)
    {
        var doubled = Math.Min(_buffer.Length * 2L, Response.MaxKeptBytes + SmallestBuffer);
        Array.Resize(ref _buffer, (int)Math.Max(Math.Max(least, doubled), SmallestBuffer));
    }
}
