namespace JobQueue.Jobs.Store;

/// <summary>Takes out of the ledger what is to go: the caller says how many rows a statement and a transaction have.</summary>
internal static class PruneWrites
{
    /// <summary>Runs, and with them their attempts, their responses and the tokens to read them by.</summary>
    internal static void Runs(LedgerConnection ledger, IReadOnlyList<long> seqs)
    {
        ledger.Delete("attempts", "run", seqs);
        ledger.Delete("responses", "run", seqs);
        ledger.Delete("continuations", "run", seqs);
        ledger.Delete("runs", "seq", seqs);
    }

    internal static void Events(LedgerConnection ledger, IReadOnlyList<long> seqs) => ledger.Delete("events", "seq", seqs);

    internal static void Mails(LedgerConnection ledger, IReadOnlyList<long> seqs) => ledger.Delete("mails", "seq", seqs);

    /// <summary>Idempotency keys, but those that have added another job since.</summary>
    internal static void Keys(LedgerConnection ledger, IReadOnlyList<(string Key, string JobId)> keys) =>
        ledger.DeletePairs("idempotency", ("key", "job_id"), keys);

    internal static void Minutes(LedgerConnection ledger, IReadOnlyList<string> minutes) => ledger.Delete("run_minutes", "minute", minutes);
}
