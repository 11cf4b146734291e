using System.Buffers.Binary;

namespace JobQueue.Jobs;

/// <summary>Ids of jobs and runs: UUIDv7 (RFC 9562), in order of their making, to the millisecond.</summary>
internal static class RunId
{
    // RFC 9562, 6.2: the random part may be counted up, from a value with room above it.
    private const ulong Room = ~(1UL << 61);

    internal static string New(DateTimeOffset now) => Guid.CreateVersion7(now).ToString();

    /// <summary>Ids of one instant that are in order among themselves, too.</summary>
    internal static IEnumerable<string> NewInOrder(DateTimeOffset now)
    {
        var bytes = Guid.CreateVersion7(now).ToByteArray(bigEndian: true);
        for (var counter = BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(8)) & Room; ; counter++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8), counter);
            yield return new Guid(bytes, bigEndian: true).ToString();
        }
    }
}
