namespace Gallery.Pictures;

/// <summary>What is known of a picture, besides its files.</summary>
/// <param name="Id">A UUIDv7, so that later pictures have larger ids.</param>
/// <param name="Title">What the sender called it; for people only, never a path.</param>
/// <param name="Owner">Who sent it.</param>
/// <param name="Uploaded">When.</param>
internal sealed record Picture(Guid Id, string Title, string Owner, DateTimeOffset Uploaded)
{
    /// <summary>Of a longer title only the beginning is kept.</summary>
    internal const int MostTitleCharacters = 100;
}
