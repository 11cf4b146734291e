using System.Runtime.InteropServices;

namespace JobQueue.Scheduler.Loading;

/// <summary>
/// Notices of files that were saved in a folder: closed after writing, or moved there (inotify(7)). .NET's own watcher would also wake for
/// every write to a file that stays open, as the ledger does in the same folder.
/// </summary>
internal sealed class FolderNotices : IDisposable
{
    private const int CloseOnExec = 0x80000;
    private const uint Saved = ClosedAfterWriting | MovedTo | Created;
    private const uint ClosedAfterWriting = 0x8;
    private const uint MovedTo = 0x80;
    private const uint Created = 0x100;
    private const int BufferBytes = 4096;

    private readonly int _inotify;
    private readonly List<int> _watches;
    private readonly Action _noticed;
    private volatile bool _isEnding;

    private FolderNotices(int inotify, List<int> watches, Action noticed)
    {
        _inotify = inotify;
        _watches = watches;
        _noticed = noticed;
        new Thread(Read) { IsBackground = true, Name = "jobqueue crontab" }.Start();
    }

    /// <summary>Begins; null where there are no notices: on other systems than Linux, or when its limit of them is reached.</summary>
    /// <param name="folders">Those that are not there are left out.</param>
    /// <param name="noticed">Called on a thread of its own, for any file of the folders.</param>
    internal static FolderNotices? Begin(IEnumerable<string> folders, Action noticed)
    {
        if (!OperatingSystem.IsLinux() || Inotify(CloseOnExec) is var inotify && inotify < 0)
            return null;
        return new FolderNotices(inotify, [.. folders.Select(folder => AddWatch(inotify, folder, Saved)).Where(watch => watch >= 0)], noticed);
    }

    // What is removed is noticed, too, which ends the reading.
    public void Dispose()
    {
        _isEnding = true;
        if (_watches.Count == 0)
            _ = Close(_inotify);
        foreach (var watch in _watches)
            _ = RemoveWatch(_inotify, watch);
    }

    private void Read()
    {
        var buffer = new byte[BufferBytes];
        while (_watches.Count > 0 && Read(_inotify, buffer, (nuint)buffer.Length) > 0 && !_isEnding)
            _noticed();
        if (_watches.Count > 0)
            _ = Close(_inotify);
    }

    [DllImport("libc", EntryPoint = "inotify_init1")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Inotify(int flags);

    [DllImport("libc", EntryPoint = "inotify_add_watch", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int AddWatch(int inotify, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mask);

    [DllImport("libc", EntryPoint = "inotify_rm_watch")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RemoveWatch(int inotify, int watch);

    [DllImport("libc", EntryPoint = "read")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Read(int file, byte[] buffer, nuint count);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int file);
}
