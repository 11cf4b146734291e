namespace Gallery;

/// <summary>Section <c>Gallery</c> of the configuration.</summary>
internal sealed class GalleryOptions
{
    /// <summary>Where everything is kept, the ledger too; a path below the content root, or an absolute one. Default <c>data</c>.</summary>
    public string Folder { get; set; } = "data";

    /// <summary>What each step of the work in the background is drawn out by, so that one can watch it. Default zero: not at all.</summary>
    public TimeSpan Pace { get; set; }

    /// <summary>The command that writes archives as GNU tar does. Null: tar, or zip where there is no tar.</summary>
    public string? Archiver { get; set; }
}
