using System.Buffers.Binary;

namespace Gallery.Png;

/// <summary>What a PNG file says of itself before its pixels: the chunk IHDR.</summary>
/// <remarks>W3C, Portable Network Graphics, 11.2.1.</remarks>
internal sealed record PngHeader(int Width, int Height, int Depth, PngColor Color, bool IsInterlaced)
{
    /// <summary>A picture has at most so many pixels: decoded, they take four bytes each.</summary>
    internal const int MostPixels = 24_000_000;

    internal const int Bytes = 13;

    internal int Channels => Color switch
    {
        PngColor.Rgb => 3,
        PngColor.GrayAlpha => 2,
        PngColor.RgbAlpha => 4,
        _ => 1,
    };

    internal int BitsPerPixel => Channels * Depth;

    /// <exception cref="InvalidDataException">It is no header of a PNG, or that of a picture that is too large.</exception>
    internal static PngHeader Read(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != Bytes)
            throw new InvalidDataException("The header of the picture is damaged.");
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(chunk), BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]));
        if (width == 0 || height == 0)
            throw new InvalidDataException("The picture has no pixels.");
        if ((ulong)width * height > MostPixels)
            throw new InvalidDataException($"The picture has {width} x {height} pixels, more than {MostPixels / 1_000_000} million.");
        var header = new PngHeader((int)width, (int)height, chunk[8], (PngColor)chunk[9], chunk[12] == 1);
        return IsAllowed(header.Color, header.Depth) && chunk[10] == 0 && chunk[11] == 0 && chunk[12] <= 1
            ? header
            : throw new InvalidDataException("The picture is of a kind that PNG does not have.");
    }

    private static bool IsAllowed(PngColor color, int depth) => color switch
    {
        PngColor.Gray => depth is 1 or 2 or 4 or 8 or 16,
        PngColor.Palette => depth is 1 or 2 or 4 or 8,
        PngColor.Rgb or PngColor.GrayAlpha or PngColor.RgbAlpha => depth is 8 or 16,
        _ => false,
    };
}
