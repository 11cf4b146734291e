using System.Globalization;

namespace JobQueue.Jobs.Store;

/// <summary>Keeps a second process off a ledger: an OS lock on a file beside it, let go by the kernel when the process dies.</summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <exception cref="LedgerException">Another process holds the ledger; the message names its pid.</exception>
    internal static InstanceLock Take(string ledgerPath)
    {
        // POSIX drops a process's locks on a file when it closes any descriptor of it: so never the database file itself.
        var path = ledgerPath + ".lock";
        // A file that is locked cannot be read by others, so that the pid stands in one of its own.
        var pidPath = ledgerPath + ".pid";
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            File.WriteAllText(pidPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new InstanceLock(file);
        }
        catch (IOException e) when (File.Exists(pidPath))
        {
            throw new LedgerException(
                $"{ledgerPath} is in use by the process with pid {File.ReadAllText(pidPath)}. "
                + "Stop that one, or give this one another ledger with --store.",
                e);
        }
    }

    public void Dispose() => _file.Dispose();
}
