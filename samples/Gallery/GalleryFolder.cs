using Microsoft.Extensions.Options;

namespace Gallery;

/// <summary>The folders of the gallery. No name in them comes from a user.</summary>
internal sealed class GalleryFolder
{
    public GalleryFolder(IOptions<GalleryOptions> options, IHostEnvironment environment)
    {
        Root = PathOf(options.Value.Folder, environment);
        foreach (var folder in new[] { Pictures, Temporary, Backups })
            Directory.CreateDirectory(folder);
    }

    public string Root { get; }

    /// <summary>One folder a picture, named by its id.</summary>
    public string Pictures => Path.Combine(Root, PicturesName);

    /// <summary>What is being written; whole folders move from here to their place.</summary>
    public string Temporary => Path.Combine(Root, "temporary");

    public string Backups => Path.Combine(Root, "backups");

    /// <summary>The name of <see cref="Pictures"/> in <see cref="Root"/>.</summary>
    public const string PicturesName = "pictures";

    public static string PathOf(string folder, IHostEnvironment environment) => Path.Combine(environment.ContentRootPath, folder);

    /// <summary>Puts a file there whole: a reader finds all of it, or none.</summary>
    public async Task WriteWholeAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var temporary = NewTemporary();
        await File.WriteAllBytesAsync(temporary, bytes, cancellationToken);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>A path in <see cref="Temporary"/> that is free.</summary>
    public string NewTemporary() => Path.Combine(Temporary, Path.GetRandomFileName());
}
