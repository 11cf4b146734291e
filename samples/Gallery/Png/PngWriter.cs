using System.Buffers.Binary;
using System.IO.Compression;

namespace Gallery.Png;

/// <summary>Writes <see cref="Pixels"/> as a PNG file of eight bits a sample, with alpha.</summary>
internal static class PngWriter
{
    internal static byte[] Write(Pixels pixels)
    {
        using var file = new MemoryStream();
        file.Write(PngChunks.Signature);
        PngChunks.Write(file, "IHDR"u8, Header(pixels));
        PngChunks.Write(file, "IDAT"u8, Compressed(pixels));
        PngChunks.Write(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Header(Pixels pixels)
    {
        var header = new byte[PngHeader.Bytes];
        BinaryPrimitives.WriteInt32BigEndian(header, pixels.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), pixels.Height);
        (header[8], header[9]) = (8, (byte)PngColor.RgbAlpha);
        return header;
    }

    private static byte[] Compressed(Pixels pixels)
    {
        using var data = new MemoryStream();
        using (var lines = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            var differences = new byte[pixels.Width * Pixels.BytesPerPixel];
            for (var y = 0; y < pixels.Height; y++)
            {
                var line = pixels.Rgba.AsSpan(y * differences.Length, differences.Length);
                for (var i = 0; i < line.Length; i++)
                    differences[i] = (byte)(line[i] - (i < Pixels.BytesPerPixel ? 0 : line[i - Pixels.BytesPerPixel]));
                lines.WriteByte(PngFilter.Sub);
                lines.Write(differences);
            }
        }

        return data.ToArray();
    }
}
