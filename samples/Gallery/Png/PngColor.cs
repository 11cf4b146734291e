namespace Gallery.Png;

/// <summary>What the samples of a pixel are; the numbers are those of the format.</summary>
internal enum PngColor
{
    Gray = 0,
    Rgb = 2,
    Palette = 3,
    GrayAlpha = 4,
    RgbAlpha = 6,
}
