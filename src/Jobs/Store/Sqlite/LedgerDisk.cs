namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>The disk that a ledger is on.</summary>
internal static class LedgerDisk
{
    private const long NearlyNothing = 1 << 20;

    /// <summary>Whether it has nearly no room left; false where nobody can say.</summary>
    internal static bool IsFull(string file)
    {
        try
        {
            return new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(file))!).AvailableFreeSpace < NearlyNothing;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
