using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>Why a ledger cannot be opened, and what to do.</summary>
internal static class OpeningFailure
{
    // errno(3), ENOSPC, and what Windows calls it.
    private const int NoSpace = 28;
    private const int WindowsNoSpace = unchecked((int)0x80070070);

    /// <summary>What is told of it; null for a failure that tells of itself.</summary>
    internal static LedgerException? Of(Exception e, string path) =>
        IsDiskFull(e, path) ? new($"the disk of {path} is full: free some", e) { IsPassing = true }
        : e is not SqliteException { SqliteErrorCode: var code } ? null
        : code == raw.SQLITE_BUSY
            ? new($"{path} cannot be opened: another program holds it locked. End that one, or wait for it", e) { IsPassing = true }
        : new($"{path} cannot be opened as a ledger ({e.Message}). {Advice(code)}, or name another.", e);

    private static string Advice(int code) =>
        code is raw.SQLITE_PERM or raw.SQLITE_NOMEM or raw.SQLITE_READONLY or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN
            ? "See to the file, its folder and its disk"
            : Damage.Advice;

    private static bool IsDiskFull(Exception e, string path) => e switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => true,
        // Of the file that it shares with readers it only says that it cannot be made longer.
        SqliteException { SqliteErrorCode: raw.SQLITE_IOERR } => LedgerDisk.IsFull(path),
        IOException => e.HResult is NoSpace or WindowsNoSpace,
        _ => false,
    };
}
