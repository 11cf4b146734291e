namespace Gallery.Backups;

/// <summary>A program that puts a folder into one file, and names each entry on its standard output as it goes.</summary>
/// <param name="Command">A name in PATH, or a path.</param>
/// <param name="Extension">What its files are called.</param>
/// <param name="Options">What stands before the file and the folder.</param>
/// <param name="ContentType">The media type of its files.</param>
/// <param name="MostSuccess">The largest exit code that means that the file can be used.</param>
internal sealed record Archiver(string Command, string Extension, string Options, string ContentType, int MostSuccess)
{
    // GNU tar, "Return Values": with 1 a file has changed while it was read, as the gallery's may.
    private static readonly Archiver Tar = new("tar", ".tar.gz", "-czvf", "application/gzip", MostSuccess: 1);

    private static readonly Archiver Zip = new("zip", ".zip", "-r", "application/zip", MostSuccess: 0);

    private static readonly Archiver[] All = [Tar, Zip];

    /// <summary>The one to take: what is configured, as tar; else the first that is in PATH.</summary>
    internal static Archiver Of(string? configured) =>
        configured is null ? Array.Find(All, archiver => IsInPath(archiver.Command)) ?? Tar : Tar with { Command = configured };

    /// <summary>The one that made a file of that name; null: none.</summary>
    internal static Archiver? OfFile(string name) =>
        Array.Find(All, archiver => name.EndsWith(archiver.Extension, StringComparison.Ordinal));

    private static bool IsInPath(string command) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, command)));
}
