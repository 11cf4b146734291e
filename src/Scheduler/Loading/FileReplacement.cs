using System.Security.Cryptography;

namespace JobQueue.Scheduler.Loading;

/// <summary>Puts other content in the place of a file: whole, at once, and on disk before it is there.</summary>
internal static class FileReplacement
{
    private const int RandomBytes = 4;

    /// <summary>What the version before is called, as editors do.</summary>
    internal const string Before = "~";

    /// <summary>Replaces what a path leads to, through links; mode and owner stay, and the version before is kept beside it.</summary>
    /// <exception cref="IOException">It cannot be written, or its owner not be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    internal static void Write(string path, ReadOnlySpan<byte> content)
    {
        var file = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
        Put(File.ReadAllBytes(file), file + Before, like: file);
        Put(content, file, like: file);
    }

    // rename(2) is all or nothing, within a folder.
    private static void Put(ReadOnlySpan<byte> content, string path, string like)
    {
        var made = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes))}.new";
        try
        {
            Make(made, content);
            FileOwner.Copy(like, made);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(made, File.GetUnixFileMode(like));
            File.Move(made, path, overwrite: true);
        }
        catch
        {
            File.Delete(made);
            throw;
        }
    }

    private static void Make(string path, ReadOnlySpan<byte> content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }
}
