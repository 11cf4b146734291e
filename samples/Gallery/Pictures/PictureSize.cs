using Gallery.Png;

namespace Gallery.Pictures;

/// <summary>A size that every picture is made in.</summary>
/// <param name="Name">Its name in addresses and of its file.</param>
/// <param name="Longest">Pixels of the longer side at most; a smaller picture is not enlarged.</param>
/// <param name="IsSquare">Whether only the middle of the picture is taken.</param>
internal sealed record PictureSize(string Name, int Longest, bool IsSquare)
{
    internal static readonly PictureSize Thumbnail = new("thumbnail", 240, IsSquare: true);

    internal static readonly PictureSize[] All =
        [Thumbnail, new("small", 320, IsSquare: false), new("medium", 800, IsSquare: false), new("large", 1600, IsSquare: false)];

    internal string FileName => Name + ".png";

    internal Pixels Of(Pixels picture) => (IsSquare ? picture.MiddleSquare() : picture).Within(Longest);
}
