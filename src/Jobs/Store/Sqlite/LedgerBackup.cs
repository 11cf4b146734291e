using Microsoft.Data.Sqlite;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>A copy of a ledger to keep, and a ledger made from one. What has the name that was said is whole, or not there.</summary>
internal static class LedgerBackup
{
    // What SQLite has beside a database: it is brought into whatever has the database's name.
    private static readonly string[] LogSuffixes = ["-wal", "-journal"];

    /// <summary>Copies a ledger into a file that is not there.</summary>
    /// <exception cref="LedgerException">It cannot be; the message says why.</exception>
    internal static LedgerCopy Backup(string ledger, string file)
    {
        if (Path.Exists(file))
            throw new LedgerException($"{file} is there already, and stays as it is. Name another file.");
        if (Logs(file).FirstOrDefault() is { } log)
        {
            throw new LedgerException(
                $"{log} is there, of an older file: SQLite would bring it into the copy. Delete it, or name another file.");
        }

        return Name(file, draft => LedgerCopy.Make(ledger, draft));
    }

    /// <summary>Makes the ledger what it was at the time of the backup. No server may have it.</summary>
    /// <param name="backup">The file of <see cref="Backup"/>.</param>
    /// <param name="ledger">The ledger, by the name that <see cref="RealPath"/> gives it.</param>
    /// <param name="aside">What to call the ledger that is there, in the same folder; null to refuse where there is one.</param>
    /// <exception cref="LedgerException">It cannot be; the message says why, and the ledger is as it was.</exception>
    internal static LedgerCopy Restore(string backup, string ledger, string? aside)
    {
        using var held = InstanceLock.Take(ledger);
        if (aside is null && IsThere(ledger))
            throw new LedgerException($"{ledger} is there already. With --force it is kept under another name, and replaced.");
        return Name(ledger, draft =>
        {
            var made = LedgerCopy.Make(backup, draft);
            // From here on no server begins anew, should this end before the copy has the ledger's name.
            held.NoteLedger();
            if (aside is not null)
                SetAside(ledger, aside);
            return made;
        });
    }

    private static LedgerCopy Name(string file, Func<string, LedgerCopy> make)
    {
        var draft = LedgerCopy.DraftOf(file);
        try
        {
            var copy = make(draft);
            DurableFile.Rename(draft, file);
            return copy;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static bool IsThere(string ledger) => File.Exists(ledger) || Logs(ledger).Any();

    private static IEnumerable<string> Logs(string file) => LogSuffixes.Select(suffix => file + suffix).Where(File.Exists);

    // The ledger first: without it no server starts, where without the log one would start with what is not all.
    private static void SetAside(string ledger, string aside)
    {
        TakeLogIn(ledger);
        foreach (var suffix in LogSuffixes.Prepend("").Where(suffix => File.Exists(ledger + suffix)))
            DurableFile.Rename(ledger + suffix, aside + suffix);
        File.Delete(ledger + "-shm");
    }

    // One file cannot be parted from its log. One that cannot be read is set aside as it is.
    private static void TakeLogIn(string ledger)
    {
        if (!File.Exists(ledger))
            return;
        try
        {
            using var log = SqliteLedger.OfTheLog(ledger);
            log.Execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
        catch (SqliteException)
        {
            // It is replaced for that.
        }
    }
}
