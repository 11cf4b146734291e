namespace JobQueue.Reliability.Storage;

/// <summary>A disk of a few megabytes in memory, mounted on a folder. Disposing unmounts it.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private const int ChunkBytes = 4096;

    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    private string Filler => Path.Combine(_folder, "filler");

    /// <summary>Why this machine cannot; null where it can.</summary>
    internal static string? WhyNot => Environment.UserName == "root" && Bench.Has("mount") ? null : "a tmpfs can be mounted by root only";

    /// <summary>Mounts it; null when the system does not allow that.</summary>
    internal static async Task<SmallDisk?> MountAsync(string folder, int megabytes)
    {
        Directory.CreateDirectory(folder);
        var result = await Bench.RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder);
        return result.ExitCode == 0 ? new SmallDisk(folder) : null;
    }

    /// <summary>Not a byte is free afterwards, but for what is given back meanwhile.</summary>
    internal void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var chunk = new byte[ChunkBytes];
        try
        {
            while (true)
                file.Write(chunk);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    internal void Free() => File.Delete(Filler);

    /// <summary>Nothing can be written to it.</summary>
    internal async Task MakeReadOnlyAsync() =>
        Expect.Equal(0, (await Bench.RunAsync("mount", "-o", "remount,ro", _folder)).ExitCode, "the exit code of mount -o remount,ro");

    public async ValueTask DisposeAsync()
    {
        // Lazily: whoever still has a file open must not keep the folder.
        var result = await Bench.RunAsync("umount", "-l", _folder);
        Expect.Equal(0, result.ExitCode, $"the exit code of umount; {result.Error}");
    }
}
