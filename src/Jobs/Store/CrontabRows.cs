namespace JobQueue.Jobs.Store;

/// <summary>What the ledger knows of crontabs.</summary>
internal static class CrontabRows
{
    internal static void NoteLoad(LedgerConnection ledger, string path, int jobs, DateTimeOffset now) =>
        ledger.ExecuteLater(
            "INSERT INTO crontabs (path, loaded, jobs) VALUES (@path, @now, @jobs) ON CONFLICT (path) DO UPDATE SET loaded = @now, jobs = @jobs",
            ("@path", path), ("@now", InstantText.Print(now)), ("@jobs", jobs));

    internal static bool WasLoaded(LedgerConnection ledger, string path) =>
        ledger.Scalar("SELECT 1 FROM crontabs WHERE path = @path", ("@path", path)) is not null;

    /// <summary>The revision in force, in a ledger that several processes work on; null before the first load.</summary>
    internal static CrontabRevision? Revision(LedgerConnection ledger) => ledger.First(
        "SELECT hash, written, loaded, node FROM crontab_revision",
        row => new CrontabRevision(row.String(0), InstantText.Parse(row.String(1)), InstantText.Parse(row.String(2)), row.String(3)));

    internal static void Put(LedgerConnection ledger, CrontabRevision revision) => ledger.ExecuteLater(
        """
        INSERT INTO crontab_revision (hash, written, loaded, node) VALUES (@hash, @written, @loaded, @node)
        ON CONFLICT (single) DO UPDATE SET
            hash = excluded.hash, written = excluded.written, loaded = excluded.loaded, node = excluded.node
        """,
        ("@hash", revision.Hash), ("@written", InstantText.Print(revision.Written)), ("@loaded", InstantText.Print(revision.Loaded)),
        ("@node", revision.Node));
}
