using System.Buffers.Binary;

namespace Gallery.Png;

/// <summary>Makes pixels of the samples in a line.</summary>
/// <remarks>W3C, Portable Network Graphics, 7.2, 11.2.2 and 11.3.1.1.</remarks>
internal sealed class PngSamples(PngHeader header)
{
    private const int MostChannels = 4;
    private const int ColorBytes = 3;

    private readonly int _most = (1 << header.Depth) - 1;

    /// <summary>Colours by index, three bytes each.</summary>
    internal byte[] Palette { get; set; } = [];

    /// <summary>Alpha by index of the palette, or the one colour that is transparent; empty: all is opaque.</summary>
    internal byte[] Transparency { get; set; } = [];

    /// <exception cref="InvalidDataException">The palette has no such colour.</exception>
    internal void Pixel(ReadOnlySpan<byte> line, int x, Span<byte> rgba)
    {
        Span<int> samples = stackalloc int[MostChannels];
        for (var channel = 0; channel < header.Channels; channel++)
            samples[channel] = Sample(line, (x * header.Channels) + channel);
        switch (header.Color)
        {
            case PngColor.Palette:
                Indexed(samples[0], rgba);
                break;
            case PngColor.Gray or PngColor.GrayAlpha:
                rgba[..ColorBytes].Fill(Byte(samples[0]));
                rgba[3] = header.Color == PngColor.GrayAlpha ? Byte(samples[1]) : Alpha(samples[..1]);
                break;
            default:
                (rgba[0], rgba[1], rgba[2]) = (Byte(samples[0]), Byte(samples[1]), Byte(samples[2]));
                rgba[3] = header.Color == PngColor.RgbAlpha ? Byte(samples[3]) : Alpha(samples[..3]);
                break;
        }
    }

    private int Sample(ReadOnlySpan<byte> line, int index) => header.Depth switch
    {
        16 => BinaryPrimitives.ReadUInt16BigEndian(line[(index * 2)..]),
        8 => line[index],
        var depth => (line[index * depth / 8] >> (8 - depth - (index * depth % 8))) & _most,
    };

    private byte Byte(int sample) => header.Depth == 8 ? (byte)sample : (byte)(sample * 255 / _most);

    private void Indexed(int index, Span<byte> rgba)
    {
        if ((index + 1) * ColorBytes > Palette.Length)
            throw new InvalidDataException("The picture is damaged: its palette lacks a colour.");
        Palette.AsSpan(index * ColorBytes, ColorBytes).CopyTo(rgba);
        rgba[3] = index < Transparency.Length ? Transparency[index] : byte.MaxValue;
    }

    private byte Alpha(ReadOnlySpan<int> samples)
    {
        if (Transparency.Length < samples.Length * 2)
            return byte.MaxValue;
        for (var i = 0; i < samples.Length; i++)
            if (BinaryPrimitives.ReadUInt16BigEndian(Transparency.AsSpan(i * 2)) != samples[i])
                return byte.MaxValue;
        return 0;
    }
}
