namespace Gallery.Png;

/// <summary>A picture in memory: four bytes a pixel (red, green, blue, alpha), row after row from the top left.</summary>
internal sealed record Pixels(int Width, int Height, byte[] Rgba)
{
    internal const int BytesPerPixel = 4;

    internal static Pixels Empty(int width, int height) => new(width, height, new byte[width * height * BytesPerPixel]);

    /// <summary>The middle of the picture, as wide as it is high.</summary>
    internal Pixels MiddleSquare()
    {
        var side = Math.Min(Width, Height);
        var (left, top) = ((Width - side) / 2, (Height - side) / 2);
        var square = Empty(side, side);
        var rowBytes = side * BytesPerPixel;
        for (var y = 0; y < side; y++)
            Rgba.AsSpan((((top + y) * Width) + left) * BytesPerPixel, rowBytes).CopyTo(square.Rgba.AsSpan(y * rowBytes));
        return square;
    }

    /// <summary>The picture with its longer side no longer than this, each pixel the mean of those it stands for; never enlarged.</summary>
    internal Pixels Within(int longest)
    {
        var (width, height) = SizeWithin(Width, Height, longest);
        if (width == Width && height == Height)
            return this;
        var scaled = Empty(width, height);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                Mean(Part(x, Width, width), Part(y, Height, height), scaled.Rgba.AsSpan(((y * width) + x) * BytesPerPixel, BytesPerPixel));
        return scaled;
    }

    /// <summary>The size within a longest side, in the same proportion, at least one pixel each way.</summary>
    internal static (int Width, int Height) SizeWithin(int width, int height, int longest)
    {
        var longer = Math.Max(width, height);
        return longer <= longest
            ? (width, height)
            : (Math.Max(1, (int)((long)width * longest / longer)), Math.Max(1, (int)((long)height * longest / longer)));
    }

    private static Range Part(int index, int from, int to) => (int)((long)index * from / to)..(int)((long)(index + 1) * from / to);

    // Colours count by their alpha: what cannot be seen must not shine through.
    private void Mean(Range columns, Range rows, Span<byte> mean)
    {
        long red = 0, green = 0, blue = 0, alpha = 0;
        var (left, width) = (columns.Start.Value, columns.End.Value - columns.Start.Value);
        for (var y = rows.Start.Value; y < rows.End.Value; y++)
        {
            var row = Rgba.AsSpan(((y * Width) + left) * BytesPerPixel, width * BytesPerPixel);
            for (; !row.IsEmpty; row = row[BytesPerPixel..])
            {
                red += row[0] * row[3];
                green += row[1] * row[3];
                blue += row[2] * row[3];
                alpha += row[3];
            }
        }

        if (alpha == 0)
            return;
        var count = width * (rows.End.Value - rows.Start.Value);
        (mean[0], mean[1], mean[2], mean[3]) = ((byte)(red / alpha), (byte)(green / alpha), (byte)(blue / alpha), (byte)(alpha / count));
    }
}
