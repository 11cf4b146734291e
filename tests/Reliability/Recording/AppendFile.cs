using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace JobQueue.Reliability.Recording;

/// <summary>
/// A file opened with O_APPEND, as <see cref="FileMode.Append"/> does not: each line is one write(2) at its end, whoever else writes, and
/// the kernel keeps it when the process is killed.
/// </summary>
internal sealed class AppendFile : IDisposable
{
    // open(2), on Linux.
    private const int WriteOnly = 0x1;
    private const int Create = 0x40;
    private const int Append = 0x400;
    private const int CloseOnExec = 0x80000;
    private const int OwnerOnly = 0x180;

    private readonly SafeFileHandle _handle;
    private readonly Lock _gate = new();

    internal AppendFile(string path)
    {
        var descriptor = Open(path, WriteOnly | Create | Append | CloseOnExec, OwnerOnly);
        if (descriptor < 0)
            throw new IOException($"{path} cannot be opened: error {Marshal.GetLastPInvokeError()}");
        _handle = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    /// <summary>Appends the line and its end.</summary>
    internal void Add(string line)
    {
        lock (_gate)
            RandomAccess.Write(_handle, Encoding.UTF8.GetBytes(line + "\n"), fileOffset: 0);
    }

    public void Dispose() => _handle.Dispose();

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);
}
