using SQLitePCL;

namespace JobQueue.Jobs.Store;

/// <summary>What the ledger is kept with.</summary>
internal static class LedgerEngine
{
    static LedgerEngine() => Batteries_V2.Init();

    /// <summary>The version of SQLite.</summary>
    internal static string Version => raw.sqlite3_libversion().utf8_to_string();
}
