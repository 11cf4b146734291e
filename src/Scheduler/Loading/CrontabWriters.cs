using Microsoft.Win32.SafeHandles;

namespace JobQueue.Scheduler.Loading;

/// <summary>Who may write a crontab, and with it send requests as any user; on Linux, where the owner of a file can be read.</summary>
internal static class CrontabWriters
{
    private const uint Root = 0;
    private const int FileType = 0xF000;
    private const int RegularFile = 0x8000;
    private const int WritableByOthers = 0x2;
    private const string OrAllowed = "JobQueue:AllowWritableCrontab=true";

    /// <summary>Why an open file is not to be trusted; null where it is.</summary>
    /// <exception cref="IOException">Its owner cannot be read.</exception>
    internal static TextError? Fault(SafeFileHandle file, string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var (owner, _, mode) = FileOwner.Of(file, path);
        // /dev/null is a crontab without lines.
        return (mode & FileType) == RegularFile
            ? Fault(path, owner, mode, FileOwner.OfThisProcess, FileOwner.Of(AppContext.BaseDirectory).User)
            : null;
    }

    /// <summary>Why a file of this owner and mode is not to be trusted; null where it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="owner">The user that it belongs to.</param>
    /// <param name="mode">Who may do what with it.</param>
    /// <param name="process">The user as whom this process runs.</param>
    /// <param name="program">The user whom the program belongs to, who may do all that it does.</param>
    internal static TextError? Fault(string path, uint owner, int mode, uint process, uint program)
    {
        // cron(8): it must be root's or the user's, and nobody else may write it. Here a group may: its members are whom the owner chose.
        if ((mode & WritableByOthers) != 0)
            return new TextError(path, 0, 0, "a file that anyone may write", $"one that others may not (chmod o-w), or {OrAllowed}");
        return owner == Root || owner == process || owner == program ? null
            : new TextError(
                path, 0, 0, $"a file of the user {owner}", $"one of root, or of the user {process}, as whom this runs, or {OrAllowed}");
    }

    /// <summary>What changes when others may write it, or no longer.</summary>
    internal static string Stamp(string path)
    {
        if (!OperatingSystem.IsLinux())
            return "";
        var (owner, _, mode) = FileOwner.Of(path);
        return $"{owner}:{mode}";
    }
}
