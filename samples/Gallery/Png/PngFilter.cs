namespace Gallery.Png;

/// <summary>How bytes of a line were predicted from those to the left and above.</summary>
/// <remarks>W3C, Portable Network Graphics, 9.2.</remarks>
internal static class PngFilter
{
    /// <summary>The filter that <see cref="PngWriter"/> takes: from the pixel to the left.</summary>
    internal const byte Sub = 1;

    private const int None = 0;
    private const int Up = 2;
    private const int Average = 3;
    private const int Paeth = 4;

    /// <summary>Puts the bytes in the place of the differences.</summary>
    /// <exception cref="InvalidDataException">There is no such filter.</exception>
    internal static void Undo(int filter, Span<byte> line, ReadOnlySpan<byte> above, int pixelBytes)
    {
        if (filter is < None or > Paeth)
            throw new InvalidDataException("The picture is damaged: it has a line of an unknown kind.");
        for (var i = 0; i < line.Length; i++)
        {
            var (left, corner) = i < pixelBytes ? (0, 0) : (line[i - pixelBytes], above[i - pixelBytes]);
            line[i] += (byte)(filter switch
            {
                Sub => left,
                Up => above[i],
                Average => (left + above[i]) / 2,
                Paeth => Nearest(left, above[i], corner),
                _ => 0,
            });
        }
    }

    private static int Nearest(int left, int above, int corner)
    {
        var estimate = left + above - corner;
        var (toLeft, toAbove, toCorner) = (Math.Abs(estimate - left), Math.Abs(estimate - above), Math.Abs(estimate - corner));
        if (toLeft <= toAbove && toLeft <= toCorner)
            return left;
        return toAbove <= toCorner ? above : corner;
    }
}
