using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>
/// What is the whole database's, and a ledger has for itself nevertheless: the channels of its notices, and the numbers of its advisory
/// locks. Ledgers in other schemas of the database neither hear them nor wait for them.
/// </summary>
internal sealed class PostgresScope
{
    /// <summary>Where the tables are if nothing else is said. Its channels and numbers stay what they always were.</summary>
    internal const string DefaultSchema = "jobqueue";

    // At the end of the name: so no schema makes of the one what is the other of another schema.
    private const string OfNotices = "jobqueue";
    private const string OfChanges = "jobqueue_changes";

    // pg_notify takes names of 63 bytes; less what is behind the schema's. As in 0006.sql.
    private const int MostBytesOfSchema = 46;
    private const int DigitsOfHash = 32;

    /// <param name="schema">The schema that the tables are in.</param>
    internal PostgresScope(string schema)
    {
        var isDefault = schema == DefaultSchema;
        var name = Encoding.UTF8.GetBytes(schema);
        var hash = SHA256.HashData(name);
        var prefix = isDefault ? "" : $"{(name.Length <= MostBytesOfSchema ? schema : Convert.ToHexStringLower(hash)[..DigitsOfHash])}_";
        (Notices, Changes) = (prefix + OfNotices, prefix + OfChanges);
        Seed = isDefault ? 0 : BinaryPrimitives.ReadInt64BigEndian(hash);
    }

    /// <summary>
    /// The channel of what nodes tell each other: <c>jobqueue</c>, of another schema <c>SCHEMA_jobqueue</c>; for a name of more than
    /// 46 bytes in UTF-8 the first 32 hexadecimal digits of its SHA-256 stand.
    /// </summary>
    internal string Notices { get; }

    /// <summary>The channel of rows that change: <c>jobqueue_changes</c>, or <c>SCHEMA_jobqueue_changes</c> likewise.</summary>
    internal string Changes { get; }

    /// <summary>What the numbers of advisory locks are mixed with; 0, which changes none, in the default schema.</summary>
    internal long Seed { get; }

    /// <summary>The statement by which a connection hears a channel.</summary>
    internal static string Listen(string channel) => $"LISTEN \"{channel.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
