using System.Runtime.InteropServices;
using SQLitePCL;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>The log (<c>-wal</c>) below a connection that writes.</summary>
internal static class SqliteLog
{
    // In pages; SQLite's own default.
    private const int LongEnough = 1000;

    // Extended codes have the code in the low byte.
    private const int CodeMask = 0xff;

    // Never collected: SQLite keeps no hold of it.
    private static readonly CommitHook Checkpoint = OnCommit;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int CommitHook(nint context, nint database, nint name, int pages);

    /// <summary>
    /// Brings the log into the file with a commit that leaves it long, as SQLite does by itself. But SQLite keeps to itself what fails there; here
    /// the commit, which is on disk, throws it.
    /// </summary>
    internal static void CheckpointWithCommits(sqlite3 database) => SetHook(database, Checkpoint, context: 0);

    /// <summary>Closing the connection leaves the log as it is, for the next start to read with its checksums.</summary>
    internal static void LeaveAtClose(sqlite3 database) => raw.sqlite3_db_config(database, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _);

    private static int OnCommit(nint context, nint database, nint name, int pages)
    {
        var code = pages < LongEnough ? raw.SQLITE_OK : Run(database, name);
        // Another brings it in, or the disk is full: the log has all of it, and the next commit tries again.
        return (code & CodeMask) is raw.SQLITE_BUSY or raw.SQLITE_FULL ? raw.SQLITE_OK : code;
    }

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_wal_hook", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern nint SetHook(sqlite3 database, CommitHook hook, nint context);

    [DllImport("e_sqlite3", EntryPoint = "sqlite3_wal_checkpoint", CallingConvention = CallingConvention.Cdecl)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern int Run(nint database, nint name);
}
