namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>idempotency</c>.</summary>
internal static class IdempotencyRows
{
    /// <summary>Adds a job once for a key; without a key, each time.</summary>
    /// <param name="ledger">The writer's connection.</param>
    /// <param name="key">The client's key; null for none.</param>
    /// <param name="id">The new job's id.</param>
    /// <param name="now">The time.</param>
    /// <param name="add">Enters the job; false when its name is taken.</param>
    /// <returns>And the id of the job that is there now; null where there is none.</returns>
    internal static (Added Result, string? Id) AddOnce(LedgerConnection ledger, IdempotencyKey? key, string id, DateTimeOffset now, Func<bool> add)
    {
        if (key is not null)
            ledger.Lock(Locks.OfKey(key.Key));
        if (key is not null && Find(ledger, key.Key) is { } known)
            return known.Hash == key.Hash ? (Added.Before, known.JobId) : (Added.KeyTaken, null);
        if (!add())
            return (Added.NameTaken, null);
        if (key is not null)
            ledger.ExecuteLater(
                // Over that of a job that was pruned.
                """
                INSERT INTO idempotency (key, hash, job_id, created) VALUES (@key, @hash, @job, @now)
                ON CONFLICT (key) DO UPDATE SET hash = excluded.hash, job_id = excluded.job_id, created = excluded.created
                """,
                ("@key", key.Key), ("@hash", key.Hash), ("@job", id), ("@now", InstantText.Print(now)));
        return (Added.New, id);
    }

    /// <summary>The job that this key has added with the same body; null where there is none.</summary>
    internal static string? JobOf(LedgerConnection ledger, IdempotencyKey key) =>
        Find(ledger, key.Key) is { } known && known.Hash == key.Hash ? known.JobId : null;

    // A key holds as long as its job is in the ledger.
    private static Known? Find(LedgerConnection ledger, string key) =>
        ledger.First(
            """
            SELECT hash, job_id FROM idempotency
            WHERE key = @key AND (EXISTS (SELECT 1 FROM runs WHERE runs.id = idempotency.job_id)
                                  OR EXISTS (SELECT 1 FROM jobs WHERE jobs.id = idempotency.job_id))
            """,
            row => new Known(row.String(0), row.String(1)), ("@key", key));

    private sealed record Known(string Hash, string JobId);
}
