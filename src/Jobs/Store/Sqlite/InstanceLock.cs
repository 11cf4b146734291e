using System.Globalization;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>Keeps a second process off a ledger: an OS lock on a file beside it, let go by the kernel when the process dies.</summary>
internal sealed class InstanceLock : IDisposable
{
    // The sharing violation of Windows; of Linux and macOS errno(3), EWOULDBLOCK.
    private const int WindowsShared = unchecked((int)0x80070020);
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    // Of the command line, and of an app that has no other.
    private const string Setting = "--store, or JobQueue:Store in the configuration";

    private readonly FileStream _lock;
    private readonly string _pidPath;

    private InstanceLock(FileStream file, string pidPath) => (_lock, _pidPath) = (file, pidPath);

    /// <exception cref="LedgerException">Another process holds it, and the message names its pid; or there is no folder for it.</exception>
    /// <exception cref="IOException">The lock cannot be made, as on a full disk.</exception>
    internal static InstanceLock Take(string ledgerPath)
    {
        // POSIX drops a process's locks on a file when it closes any descriptor of it: so never the database file itself.
        var path = ledgerPath + ".lock";
        // A locked file cannot be read by others: .NET asks for a lock to read, too.
        var pidPath = ledgerPath + ".pid";
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            NotePid(pidPath);
            return new InstanceLock(file, pidPath);
        }
        catch (IOException e) when (IsHeld(e))
        {
            var holder = Holder(pidPath);
            throw new LedgerException(
                $"{ledgerPath} is in use by the process with pid {holder}. Stop that one, or give this one another ledger: {Setting}.", e)
            {
                Holder = holder,
            };
        }
        catch (DirectoryNotFoundException e)
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(ledgerPath));
            throw new LedgerException($"There is no folder for the ledger {ledgerPath}. Make {folder}, or name another ledger: {Setting}.", e);
        }
    }

    /// <summary>Whether there was a ledger here before: <see cref="NoteLedger"/>.</summary>
    internal bool HadLedger => _lock.Length > 0;

    /// <summary>The ledger is there, and is missed from now on when it is gone.</summary>
    internal void NoteLedger()
    {
        if (!HadLedger)
            _lock.Write("There is a ledger beside this file.\n"u8);
    }

    public void Dispose()
    {
        File.Delete(_pidPath);
        _lock.Dispose();
    }

    private static bool IsHeld(IOException e) => OperatingSystem.IsWindows() ? e.HResult == WindowsShared
        : OperatingSystem.IsMacOS() ? e.HResult == MacWouldBlock
        : e.HResult == LinuxWouldBlock;

    private static void NotePid(string pidPath)
    {
        try
        {
            File.WriteAllText(pidPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A second process is refused all the same, without the pid.
        }
    }

    private static string Holder(string pidPath) =>
        File.Exists(pidPath) && File.ReadAllText(pidPath) is { Length: > 0 } pid ? pid : "unknown";
}
