namespace JobQueue.Api.Health;

/// <summary>The space that is left on the disk of the ledger.</summary>
internal static class DiskSpace
{
    private const double BytesAMebibyte = 1024 * 1024;

    /// <summary>A warning where less is left than wanted; null where there is enough, or nobody can say.</summary>
    /// <param name="ledger">The file of the ledger; null where it is in none of this machine.</param>
    /// <param name="low">Bytes below which it is too little; 0 for never.</param>
    internal static Problem? Look(string? ledger, long low) =>
        low > 0 && ledger is not null && Free(Path.GetDirectoryName(ledger)!) is { } free && free < low
            ? new Problem(
                "disk-low", $"the disk of the ledger has {free / BytesAMebibyte:0} MiB left",
                "free some: when it is full, nothing more is accepted (JobQueue:LowDiskBytes says when to warn)", IsWarning: true)
            : null;

    private static long? Free(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
