using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace JobQueue.Scheduler.Loading;

/// <summary>Who owns a file (statx(2), chown(2)), which .NET does not tell; on Linux only. Elsewhere it stays who it is.</summary>
internal static class FileOwner
{
    private const int FromWorkingFolder = -100;
    private const int OfTheHandle = 0x1000;
    private const uint TypeModeOwnerAndGroup = 0x1 | 0x2 | 0x8 | 0x10;

    // struct statx has one layout everywhere.
    private const int StatxBytes = 256;
    private const int UserAt = 20;
    private const int GroupAt = 24;
    private const int ModeAt = 28;

    /// <summary>Gives a file the owner and the group of another.</summary>
    /// <exception cref="IOException">This process may not.</exception>
    internal static void Copy(string from, string to)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var (like, made) = (Of(from), Of(to));
        if ((like.User, like.Group) != (made.User, made.Group) && ChangeOwner(to, like.User, like.Group) != 0)
            throw new IOException($"{from} belongs to another user, or group, and a new file in its place would not.");
    }

    /// <summary>The user as whom this process may do what it may.</summary>
    internal static uint OfThisProcess => EffectiveUser();

    /// <summary>Of what a path leads to, through links; the mode with the type of the file (inode(7)).</summary>
    /// <exception cref="IOException">It cannot be seen.</exception>
    internal static (uint User, uint Group, int Mode) Of(string path) => Status(FromWorkingFolder, path, 0, path);

    /// <inheritdoc cref="Of(string)"/>
    internal static (uint User, uint Group, int Mode) Of(SafeFileHandle file, string path) =>
        Status((int)file.DangerousGetHandle(), "", OfTheHandle, path);

    private static (uint User, uint Group, int Mode) Status(int folder, string name, int flags, string path)
    {
        var status = new byte[StatxBytes];
        if (Statx(folder, name, flags, TypeModeOwnerAndGroup, status) != 0)
            throw new IOException($"{path}: its owner cannot be read.");
        return (
            MemoryMarshal.Read<uint>(status.AsSpan(UserAt)),
            MemoryMarshal.Read<uint>(status.AsSpan(GroupAt)),
            MemoryMarshal.Read<ushort>(status.AsSpan(ModeAt)));
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] status);

    [DllImport("libc", EntryPoint = "chown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
