namespace JobQueue.Reliability.Storage;

/// <summary>
/// The files of a ledger, copied while its process stood still:
/// what a power cut leaves when all of it had reached the disk.
/// </summary>
/// <param name="path">The ledger of the copy.</param>
internal sealed class CrashImage(string path)
{
    private const string LogSuffix = "-wal";
    private const int LogHeaderBytes = 32;

    internal LedgerFile Ledger => new(path);

    internal long LogBytes => new FileInfo(path + LogSuffix).Length;

    private byte[] LogHeader => File.ReadAllBytes(path + LogSuffix)[..LogHeaderBytes];

    /// <summary>Copies them; the process is stopped meanwhile.</summary>
    internal static CrashImage Take(HostUnderTest host, string path)
    {
        var ledger = Path.Combine(host.Folder, host.Store);
        host.Process.Pause();
        try
        {
            File.Copy(ledger, path);
            File.Copy(ledger + LogSuffix, path + LogSuffix);
            return new CrashImage(path);
        }
        finally
        {
            host.Process.Resume();
        }
    }

    /// <summary>Whether all that was written since the other image was appended to the log.</summary>
    internal bool IsAppendedTo(CrashImage earlier, string earlierPath) =>
        LogBytes >= earlier.LogBytes && LogHeader.AsSpan().SequenceEqual(earlier.LogHeader)
        && File.ReadAllBytes(path).AsSpan().SequenceEqual(File.ReadAllBytes(earlierPath));

    /// <summary>A copy whose log ends earlier, or holds other bytes from there on: what had not reached the disk.</summary>
    internal CrashImage Torn(string to, long logBytes, byte[]? garbage)
    {
        File.Copy(path, to);
        File.Copy(path + LogSuffix, to + LogSuffix);
        using var log = new FileStream(to + LogSuffix, FileMode.Open);
        if (garbage is null)
            log.SetLength(logBytes);
        log.Position = logBytes;
        log.Write(garbage);
        return new CrashImage(to);
    }
}
