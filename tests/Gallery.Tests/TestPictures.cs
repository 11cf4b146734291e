using Gallery.Png;

namespace JobQueue.Gallery.Tests;

/// <summary>Pictures to send.</summary>
internal static class TestPictures
{
    internal static byte[] Broken => "This is a text."u8.ToArray();

    /// <summary>A picture of many colours.</summary>
    internal static byte[] Png(int width, int height)
    {
        var pixels = Pixels.Empty(width, height);
        for (var i = 0; i < pixels.Rgba.Length; i++)
            pixels.Rgba[i] = i % Pixels.BytesPerPixel == 3 ? byte.MaxValue : (byte)(i / 7);
        return PngWriter.Write(pixels);
    }
}
