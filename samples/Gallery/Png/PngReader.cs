using System.IO.Compression;

namespace Gallery.Png;

/// <summary>Reads PNG files, all kinds of them, into <see cref="Pixels"/>.</summary>
/// <remarks>W3C, Portable Network Graphics (third edition). Colour spaces are taken as sRGB.</remarks>
internal static class PngReader
{
    /// <summary>Where a pass begins, and how far its pixels are apart.</summary>
    private readonly record struct Pass(int Left, int Top, int AcrossStep, int DownStep);

    private static readonly Pass[] Plain = [new(0, 0, 1, 1)];

    // Adam7: section 8.1.
    private static readonly Pass[] Interlaced =
        [new(0, 0, 8, 8), new(4, 0, 8, 8), new(0, 4, 4, 8), new(2, 0, 4, 4), new(0, 2, 2, 4), new(1, 0, 2, 2), new(0, 1, 1, 2)];

    /// <summary>What the file says of itself; nothing of the pixels is read.</summary>
    /// <exception cref="InvalidDataException">It is no PNG, or too large; the message is for the one who sent it.</exception>
    internal static PngHeader Header(ReadOnlySpan<byte> file)
    {
        var rest = AfterSignature(file);
        var chunk = PngChunks.Next(ref rest, out var type);
        return type == "IHDR" ? PngHeader.Read(chunk) : throw new InvalidDataException("The picture has no header.");
    }

    /// <exception cref="InvalidDataException"><inheritdoc cref="Header" path="/exception"/></exception>
    internal static Pixels Read(ReadOnlySpan<byte> file)
    {
        var header = Header(file);
        var samples = new PngSamples(header);
        using var compressed = new MemoryStream();
        var rest = AfterSignature(file);
        string type;
        do
        {
            var chunk = PngChunks.Next(ref rest, out type);
            if (type == "IDAT")
                compressed.Write(chunk);
            else if (type == "PLTE")
                samples.Palette = chunk.ToArray();
            else if (type == "tRNS")
                samples.Transparency = chunk.ToArray();
        }
        while (type != "IEND");

        compressed.Position = 0;
        using var lines = new ZLibStream(compressed, CompressionMode.Decompress);
        var pixels = Pixels.Empty(header.Width, header.Height);
        foreach (var pass in header.IsInterlaced ? Interlaced : Plain)
            ReadPass(lines, header, samples, pass, pixels);
        return pixels;
    }

    private static ReadOnlySpan<byte> AfterSignature(ReadOnlySpan<byte> file) =>
        file.StartsWith(PngChunks.Signature)
            ? file[PngChunks.Signature.Length..]
            : throw new InvalidDataException("This is not a PNG picture.");

    private static void ReadPass(Stream lines, PngHeader header, PngSamples samples, Pass pass, Pixels pixels)
    {
        var width = (header.Width - pass.Left + pass.AcrossStep - 1) / pass.AcrossStep;
        if (width <= 0)
            return;
        var (line, above) = (new byte[LineBytes(header, width)], new byte[LineBytes(header, width)]);
        for (var y = pass.Top; y < header.Height; y += pass.DownStep)
        {
            var filter = lines.ReadByte();
            if (filter < 0 || lines.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length)
                throw new InvalidDataException("The picture ends too early.");
            PngFilter.Undo(filter, line, above, Math.Max(1, header.BitsPerPixel / 8));
            for (var x = 0; x < width; x++)
                samples.Pixel(line, x, pixels.Rgba.AsSpan(((y * header.Width) + pass.Left + (x * pass.AcrossStep)) * Pixels.BytesPerPixel));
            (line, above) = (above, line);
        }
    }

    private static int LineBytes(PngHeader header, int width) => (int)((((long)width * header.BitsPerPixel) + 7) / 8);
}
