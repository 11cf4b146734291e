using System.Buffers.Binary;
using System.Text;

namespace Gallery.Png;

/// <summary>The chunks of a PNG file: length, type, data, checksum.</summary>
/// <remarks>W3C, Portable Network Graphics, 5.3.</remarks>
internal static class PngChunks
{
    private const int LengthBytes = 4;
    private const int TypeBytes = 4;
    private const int ChecksumBytes = 4;

    private static readonly uint[] Remainders = [.. Enumerable.Range(0, 256).Select(Remainder)];

    internal static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>The chunk at the start of what is left of a file.</summary>
    /// <param name="rest">What is left; moved behind the chunk.</param>
    /// <param name="type">Four letters.</param>
    /// <exception cref="InvalidDataException">It is cut off or damaged.</exception>
    internal static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest, out string type)
    {
        if (rest.Length < LengthBytes + TypeBytes + ChecksumBytes)
            throw new InvalidDataException("The picture ends too early.");
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - LengthBytes - TypeBytes - ChecksumBytes)
            throw new InvalidDataException("The picture ends too early.");
        var checkedPart = rest.Slice(LengthBytes, TypeBytes + (int)length);
        if (Checksum(checkedPart) != BinaryPrimitives.ReadUInt32BigEndian(rest[(LengthBytes + checkedPart.Length)..]))
            throw new InvalidDataException("The picture is damaged: a checksum is wrong.");
        type = Encoding.Latin1.GetString(checkedPart[..TypeBytes]);
        rest = rest[(LengthBytes + checkedPart.Length + ChecksumBytes)..];
        return checkedPart[TypeBytes..];
    }

    internal static void Write(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum([.. type, .. data]));
        file.Write(number);
    }

    // CRC-32 of ISO 3309, byte by byte (annex D of the format).
    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var checksum = uint.MaxValue;
        foreach (var value in bytes)
            checksum = Remainders[(byte)(checksum ^ value)] ^ (checksum >> 8);
        return ~checksum;
    }

    private static uint Remainder(int value)
    {
        var remainder = (uint)value;
        for (var bit = 0; bit < 8; bit++)
            remainder = (remainder & 1) == 0 ? remainder >> 1 : 0xEDB88320 ^ (remainder >> 1);
        return remainder;
    }
}
