namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>secrets</c>, which only PostgreSQL has: a ledger in a file has them beside it.</summary>
internal static class SecretRows
{
    /// <summary>Finds what no other ledger has, and each node of this one.</summary>
    internal const string OfCluster = "SELECT content FROM secrets WHERE name = 'cluster'";

    internal static List<string> Keys(LedgerConnection ledger) =>
        ledger.All("SELECT content FROM secrets WHERE name <> 'cluster' ORDER BY made, name", row => row.String(0));

    /// <summary>
    /// Keeps what was made to sign with; false where another node has kept one just now: nodes that start at once, or see at once that a key
    /// grows old, make one each, and all are to take the first.
    /// </summary>
    internal static bool AddKey(LedgerConnection ledger, string name, string content)
    {
        ledger.Execute("LOCK TABLE secrets IN SHARE ROW EXCLUSIVE MODE");
        return ledger.Execute(
            """
            INSERT INTO secrets (name, content) SELECT @name, @content
            WHERE NOT EXISTS (SELECT 1 FROM secrets WHERE name LIKE 'key-%' AND made > clock_timestamp() - interval '1 minute')
            """,
            ("@name", name), ("@content", content)) > 0;
    }

    /// <summary>Keeps what is said of keys: that one is revoked.</summary>
    internal static bool Add(LedgerConnection ledger, string name, string content) =>
        ledger.Execute("INSERT INTO secrets (name, content) VALUES (@name, @content)", ("@name", name), ("@content", content)) > 0;
}
