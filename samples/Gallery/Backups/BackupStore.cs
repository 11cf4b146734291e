using System.Text;

namespace Gallery.Backups;

/// <summary>Backups on disk, and what was said when the last one failed.</summary>
internal sealed class BackupStore(GalleryFolder folder, TimeProvider time)
{
    // One is enough: there is one backup at a time.
    private string PartFolder => Path.Combine(folder.Temporary, "backup");

    private string FailurePath => Path.Combine(folder.Backups, "failure.txt");

    /// <summary>All backups, the newest first.</summary>
    public IReadOnlyList<Backup> All() =>
    [
        .. new DirectoryInfo(folder.Backups).EnumerateFiles("backup-*")
            .Select(file => new Backup(file.Name, file.FullName, file.Length, file.LastWriteTimeUtc))
            .OrderByDescending(backup => backup.Name, StringComparer.Ordinal),
    ];

    /// <summary>The backup of that name, which is looked for among those that are there: a name is no path.</summary>
    public Backup? Find(string name) => All().FirstOrDefault(backup => backup.Name == name);

    /// <summary>What the archiver said when the last backup failed; null where it did not.</summary>
    public string? Failure() => File.Exists(FailurePath) ? File.ReadAllText(FailurePath) : null;

    public Task FailAsync(string why, CancellationToken cancellationToken) =>
        folder.WriteWholeAsync(FailurePath, Encoding.UTF8.GetBytes(why), cancellationToken);

    /// <summary>
    /// A path for a new backup while it is written, in a folder for it and what its writer puts beside it. What an attempt that died left
    /// there is removed, and the last failure.
    /// </summary>
    public string Begin(string extension)
    {
        File.Delete(FailurePath);
        Clear();
        Directory.CreateDirectory(PartFolder);
        return Path.Combine(PartFolder, $"backup-{time.GetUtcNow():yyyyMMdd'T'HHmmss.fff'Z'}{extension}");
    }

    /// <summary>Puts a file that is complete among the backups.</summary>
    public void Complete(string path) => File.Move(path, Path.Combine(folder.Backups, Path.GetFileName(path)));

    /// <summary>Removes what is not complete.</summary>
    public void Clear()
    {
        if (Directory.Exists(PartFolder))
            Directory.Delete(PartFolder, recursive: true);
    }
}
