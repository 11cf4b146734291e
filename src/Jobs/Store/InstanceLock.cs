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
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            file.SetLength(0);
            file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
            return new InstanceLock(file);
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new LedgerException(
                $"{ledgerPath} is in use by the process with pid {Holder(path)}. Stop that one, or give this one another ledger with --store.", e);
        }
    }

    public void Dispose() => _file.Dispose();

    private static string Holder(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
