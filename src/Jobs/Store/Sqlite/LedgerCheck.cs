using System.Globalization;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>Whether a ledger is whole, before anything of it is believed.</summary>
internal static class LedgerCheck
{
    // A check reads all of it, in about 0.2 s for so much; larger ones are found damaged where they are read.
    private const long MostBytes = 32 << 20;

    /// <exception cref="LedgerException">It is damaged; the message says what can be done.</exception>
    internal static void Check(SqliteLedger connection, string path)
    {
        if (Number(connection, "page_count") * Number(connection, "page_size") <= MostBytes)
            CheckAll(connection, path);
    }

    /// <summary>As <see cref="Check"/>, of a ledger of any size.</summary>
    /// <exception cref="LedgerException">It is damaged; the message says what can be done.</exception>
    internal static void CheckAll(SqliteLedger connection, string path)
    {
        if (connection.Scalar("PRAGMA integrity_check(1)") is string fault && fault != "ok")
        {
            throw new LedgerException(
                $"{path} is damaged ({fault.ReplaceLineEndings(" ")}). {Damage.Advice}, "
                + $"or save what can be read: sqlite3 {path} .recover | sqlite3 saved.db");
        }
    }

    private static long Number(SqliteLedger connection, string pragma) =>
        Convert.ToInt64(connection.Scalar($"PRAGMA {pragma}"), CultureInfo.InvariantCulture);
}
