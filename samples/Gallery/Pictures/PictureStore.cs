using System.Text;
using System.Text.Json;

namespace Gallery.Pictures;

/// <summary>Pictures on disk: a folder each, with the file as it came, what is known of it, and its sizes as they are made.</summary>
internal sealed class PictureStore(GalleryFolder folder, TimeProvider time)
{
    private const string AboutName = "about.json";
    private const string OriginalName = "original";
    private const string FailureName = "failure.txt";
    private const string JobName = "job.txt";

    /// <summary>All pictures, the newest first.</summary>
    public IReadOnlyList<Picture> All() =>
        [.. Directory.EnumerateDirectories(folder.Pictures).OrderDescending(StringComparer.Ordinal).Select(About)];

    public bool Exists(Guid id) => Directory.Exists(FolderOf(id));

    /// <summary>Keeps what was sent. The picture is there with its first file, or not at all.</summary>
    public async Task<Picture> AddAsync(IFormFile file, string owner, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var title = file.FileName.Length <= Picture.MostTitleCharacters ? file.FileName : file.FileName[..Picture.MostTitleCharacters];
        var picture = new Picture(Guid.CreateVersion7(now), title, owner, now);
        var temporary = folder.NewTemporary();
        Directory.CreateDirectory(temporary);
        await using (var original = File.Create(Path.Combine(temporary, OriginalName)))
            await file.CopyToAsync(original, cancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(temporary, AboutName), JsonSerializer.SerializeToUtf8Bytes(picture), cancellationToken);
        Directory.Move(temporary, FolderOf(picture.Id));
        return picture;
    }

    public Task<byte[]> OriginalAsync(Guid id, CancellationToken cancellationToken) =>
        File.ReadAllBytesAsync(PathOf(id, OriginalName), cancellationToken);

    /// <summary>Bytes of all files of the picture.</summary>
    public long Bytes(Guid id) => new DirectoryInfo(FolderOf(id)).EnumerateFiles().Sum(file => file.Length);

    /// <summary>The file of a size; null while there is none.</summary>
    public string? SizePath(Guid id, PictureSize size) => File.Exists(PathOf(id, size.FileName)) ? PathOf(id, size.FileName) : null;

    public bool IsSized(Guid id) => PictureSize.All.All(size => SizePath(id, size) is not null);

    public Task AddSizeAsync(Guid id, PictureSize size, byte[] png, CancellationToken cancellationToken) =>
        folder.WriteWholeAsync(PathOf(id, size.FileName), png, cancellationToken);

    /// <summary>Why the file is no picture; null where nothing is known against it.</summary>
    public string? Failure(Guid id) => Text(PathOf(id, FailureName));

    public Task FailAsync(Guid id, string why, CancellationToken cancellationToken) =>
        WriteAsync(PathOf(id, FailureName), why, cancellationToken);

    /// <summary>The job that makes the sizes; null before it is known.</summary>
    public string? JobId(Guid id) => Text(PathOf(id, JobName));

    public Task NoteJobAsync(Guid id, string jobId, CancellationToken cancellationToken) =>
        WriteAsync(PathOf(id, JobName), jobId, cancellationToken);

    private static Picture About(string path) => JsonSerializer.Deserialize<Picture>(File.ReadAllBytes(Path.Combine(path, AboutName)))!;

    private static string? Text(string path) => File.Exists(path) ? File.ReadAllText(path) : null;

    private Task WriteAsync(string path, string text, CancellationToken cancellationToken) =>
        folder.WriteWholeAsync(path, Encoding.UTF8.GetBytes(text), cancellationToken);

    private string FolderOf(Guid id) => Path.Combine(folder.Pictures, id.ToString());

    private string PathOf(Guid id, string name) => Path.Combine(FolderOf(id), name);
}
