using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace JobQueue.Jobs.Store;

/// <summary>Files and names that a power cut leaves as they are.</summary>
internal static class DurableFile
{
    // open(2)
    private const int ReadOnly = 0;

    /// <summary>What is in the file is on disk.</summary>
    internal static void Flush(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Gives the file another name, in the same folder.</summary>
    /// <exception cref="IOException">There is a file of that name.</exception>
    internal static void Rename(string file, string name)
    {
        File.Move(file, name, overwrite: false);
        FlushFolder(Path.GetDirectoryName(Path.GetFullPath(name))!);
    }

    // Names are in the folder, which has a cache of its own. Windows writes them through.
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        using var opened = Open(folder, ReadOnly);
        if (opened.IsInvalid || Sync(opened) != 0)
            throw new IOException($"{folder} could not be brought to disk: error {Marshal.GetLastPInvokeError()}");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern SafeFileHandle Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(SafeFileHandle descriptor);
}
