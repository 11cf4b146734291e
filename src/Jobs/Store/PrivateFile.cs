namespace JobQueue.Jobs.Store;

/// <summary>Files and folders that only their owner may read: requests have bodies, and what signs sessions is a secret.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes an empty file with mode 0600 where there is none. SQLite gives the files beside its own the same mode.</summary>
    internal static void Make(string path)
    {
        if (!File.Exists(path))
            Make(path, FileMode.OpenOrCreate);
    }

    /// <summary>Makes an empty file with mode 0600.</summary>
    /// <exception cref="IOException">There is one of this name.</exception>
    internal static void MakeNew(string path) => Make(path, FileMode.CreateNew);

    private static void Make(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnFile;
        File.Open(path, options).Dispose();
    }

    /// <summary>Makes a folder with mode 0700 where there is none.</summary>
    internal static DirectoryInfo MakeFolder(string path) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(path)
        : Directory.CreateDirectory(path, OwnFile | UnixFileMode.UserExecute);
}
