using System.Globalization;
using Microsoft.Data.Sqlite;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>A whole copy of a ledger in one file.</summary>
/// <param name="Bytes">Of the file.</param>
/// <param name="Runs">How many it has, one-time jobs among them.</param>
/// <param name="Jobs">How many recurring ones it has, removed ones among them.</param>
internal sealed record LedgerCopy(long Bytes, long Runs, long Jobs)
{
    private const int SqliteFull = 13;

    /// <summary>A name beside that of a file, for what is not whole yet.</summary>
    internal static string DraftOf(string file) => $"{file}.{Path.GetRandomFileName()}";

    /// <summary>
    /// Copies the ledger as it is at one moment, whoever writes to it meanwhile, looks at all of the copy, and brings it to disk.
    /// </summary>
    /// <remarks>
    /// SQLite's online backup, in one step: to the writer it is a reader, which keeps no writer waiting in WAL mode; only the log is not
    /// reused before it has ended. VACUUM INTO reads in the same way, but builds every index anew, and so reads for longer.
    /// </remarks>
    /// <param name="ledger">The file, with the log beside it, if there is one; of a server that runs, was killed or has stopped.</param>
    /// <param name="file">There is none of this name. It has mode 0600; after a failure it is not there.</param>
    /// <exception cref="LedgerException">The one cannot be read, or is no ledger; or the disk of the other is full.</exception>
    internal static LedgerCopy Make(string ledger, string file)
    {
        if (new FileInfo(ledger) is not { Exists: true, Length: > 0 })
            throw new LedgerException($"{ledger} is no ledger: there is no such file, or nothing in it.");
        PrivateFile.MakeNew(file);
        try
        {
            // Where nobody else has it open, who closes it brings the log into the file: a reader may not.
            using (var source = SqliteLedger.OfTheLog(ledger))
                source.CopyTo(file);
            DurableFile.Flush(file);
            return Look(file, ledger);
        }
        catch (Exception e)
        {
            File.Delete(file);
            if (e is SqliteException { SqliteErrorCode: var code })
                throw new LedgerException(
                    code == SqliteFull ? $"the disk of {file} is full" : $"{ledger} cannot be copied as a ledger ({e.Message})", e);
            throw;
        }
    }

    private static LedgerCopy Look(string copy, string ledger)
    {
        using var connection = new SqliteLedger(copy, isWriter: false);
        if (SqliteSchema.Version(connection) == 0)
            throw new LedgerException($"{ledger} is a database, but no ledger.");
        LedgerCheck.CheckAll(connection, ledger);
        return new LedgerCopy(new FileInfo(copy).Length, Count(connection, "runs"), Count(connection, "jobs"));
    }

    private static long Count(SqliteLedger connection, string table) =>
        Convert.ToInt64(connection.Scalar($"SELECT count(*) FROM {table}"), CultureInfo.InvariantCulture);
}
