namespace JobQueue.Jobs.Store;

/// <summary>Takes out of the ledger what is to go, a row at a time: the caller says how many rows a transaction has.</summary>
internal static class PruneWrites
{
    /// <summary>A run, and with it its attempts, its response and the tokens to read it by.</summary>
    internal static void Run(LedgerConnection ledger, long seq)
    {
        ledger.Execute("DELETE FROM attempts WHERE run = @run", ("@run", seq));
        ledger.Execute("DELETE FROM responses WHERE run = @run", ("@run", seq));
        ledger.Execute("DELETE FROM continuations WHERE run = @run", ("@run", seq));
        ledger.Execute("DELETE FROM runs WHERE seq = @run", ("@run", seq));
    }

    internal static void Event(LedgerConnection ledger, long seq) => ledger.Execute("DELETE FROM events WHERE seq = @seq", ("@seq", seq));

    internal static void Mail(LedgerConnection ledger, long seq) => ledger.Execute("DELETE FROM mails WHERE seq = @seq", ("@seq", seq));

    internal static void Key(LedgerConnection ledger, string key) =>
        ledger.Execute("DELETE FROM idempotency WHERE key = @key", ("@key", key));

    internal static void Minute(LedgerConnection ledger, (string Minute, string State) row) =>
        ledger.Execute("DELETE FROM run_minutes WHERE minute = @minute AND state = @state", ("@minute", row.Minute), ("@state", row.State));
}
