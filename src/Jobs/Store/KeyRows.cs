using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Keys;

namespace JobQueue.Jobs.Store;

/// <summary>Rows of <c>keys</c>.</summary>
internal static class KeyRows
{
    internal static List<KeyRow> All(LedgerConnection ledger) =>
        ledger.All("SELECT name, role, public_id, hash, created, last_used FROM keys ORDER BY name", Read);

    /// <summary>Enters a key; false when another has its name.</summary>
    internal static bool Add(LedgerConnection ledger, KeyRow key, string? who, DateTimeOffset now)
    {
        var added = ledger.Execute(
            "INSERT INTO keys (name, role, public_id, hash, created) VALUES (@name, @role, @id, @hash, @now) ON CONFLICT (name) DO NOTHING",
            ("@name", key.Name), ("@role", Word.Of(key.Role)), ("@id", key.PublicId), ("@hash", key.Hash), ("@now", InstantText.Print(now))) > 0;
        if (!added)
            return false;
        ledger.Notify(Notice.Keys, key.Name);
        EventRows.Add(ledger, now, "key added", who: who, reason: $"{key.Name}: {Word.Of(key.Role)}");
        return true;
    }

    /// <summary>Ends a key; false when there is none of that name.</summary>
    internal static bool Revoke(LedgerConnection ledger, string name, string? who, DateTimeOffset now)
    {
        var revoked = ledger.Execute("DELETE FROM keys WHERE name = @name", ("@name", name)) > 0;
        if (!revoked)
            return false;
        ledger.Notify(Notice.Keys, name);
        EventRows.Add(ledger, now, "key revoked", who: who, reason: name);
        return true;
    }

    internal static bool NoteUse(LedgerConnection ledger, string publicId, DateTimeOffset now) =>
        ledger.Execute("UPDATE keys SET last_used = @now WHERE public_id = @id", ("@now", InstantText.Print(now)), ("@id", publicId)) > 0;

    private static KeyRow Read(LedgerRow row) => new()
    {
        Name = row.String(0),
        Role = Word.Parse<Role>(row.String(1)),
        PublicId = row.String(2),
        Hash = row.String(3),
        Created = row.Instant(4),
        LastUsed = row.Instant(5),
    };
}
