using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace JobQueue.Scheduler.Loading;

/// <summary>Who owns a file (statx(2), chown(2)), which .NET does not tell. On other systems than Linux it stays who it is.</summary>
internal static class FileOwner
{
    private const int FromWorkingFolder = -100;
    private const uint OwnerAndGroup = 0x8 | 0x10;

    // struct statx has one layout everywhere.
    private const int StatxBytes = 256;
    private const int UserAt = 20;
    private const int GroupAt = 24;

    /// <summary>Gives a file the owner and the group of another.</summary>
    /// <exception cref="IOException">This process may not.</exception>
    internal static void Copy(string from, string to)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var owner = Of(from);
        if (owner != Of(to) && ChangeOwner(to, owner.User, owner.Group) != 0)
            throw new IOException($"{from} belongs to another user, or group, and a new file in its place would not.");
    }

    private static (uint User, uint Group) Of(string path)
    {
        var status = new byte[StatxBytes];
        if (Statx(FromWorkingFolder, path, 0, OwnerAndGroup, status) != 0)
            throw new IOException($"{path}: its owner cannot be read.");
        return (Number(status, UserAt), Number(status, GroupAt));
    }

    private static uint Number(byte[] status, int at) => BitConverter.IsLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(at))
        : BinaryPrimitives.ReadUInt32BigEndian(status.AsSpan(at));

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] status);

    [DllImport("libc", EntryPoint = "chown")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ChangeOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);
}
