using System.Buffers.Binary;

namespace JobQueue.Api.Signatures;

/// <summary>The signatures that were accepted, for as long as their time is: none is accepted again. Once it is full, nothing is.</summary>
/// <param name="most">Signatures that it can hold, at 16 bytes and what a set needs.</param>
internal sealed class SeenSignatures(int most)
{
    private readonly Lock _gate = new();

    // By the second they were signed at: what is past is dropped as a whole.
    private readonly SortedDictionary<long, HashSet<UInt128>> _bySecond = [];
    private int _count;

    /// <summary>Whether the signature is new, and there is room for it.</summary>
    /// <param name="signature">At least 16 bytes of it.</param>
    /// <param name="second">When it was signed, in Unix time.</param>
    /// <param name="oldest">What was signed before that second is forgotten.</param>
    internal bool TryAdd(ReadOnlySpan<byte> signature, long second, long oldest)
    {
        lock (_gate)
        {
            Forget(oldest);
            if (_count >= most)
                return false;
            if (!_bySecond.TryGetValue(second, out var ofSecond))
                _bySecond[second] = ofSecond = [];
            var isNew = ofSecond.Add(BinaryPrimitives.ReadUInt128LittleEndian(signature));
            _count += isNew ? 1 : 0;
            return isNew;
        }
    }

    private void Forget(long oldest)
    {
        while (_bySecond.Count > 0 && _bySecond.First() is var (second, signatures) && second < oldest)
        {
            _bySecond.Remove(second);
            _count -= signatures.Count;
        }
    }
}
