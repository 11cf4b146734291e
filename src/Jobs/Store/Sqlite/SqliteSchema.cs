using System.Globalization;

namespace JobQueue.Jobs.Store.Sqlite;

/// <summary>Numbered, forward-only migrations, embedded as <c>Migrations/NNNN.sql</c>; PRAGMA user_version says how far a ledger is.</summary>
internal static class SqliteSchema
{
    private static readonly (int Number, string Resource)[] Migrations =
    [
        .. typeof(SqliteSchema).Assembly.GetManifestResourceNames()
            .Where(name => name.Contains(".Sqlite.Migrations.", StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(name.Length - 8, 4), CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    /// <exception cref="LedgerException">The ledger was written by a newer version.</exception>
    internal static void Migrate(SqliteLedger connection)
    {
        var version = Version(connection);
        foreach (var (number, resource) in Migrations.Where(migration => migration.Number > version))
        {
            using var text = new StreamReader(typeof(SqliteSchema).Assembly.GetManifestResourceStream(resource)!);
            connection.ExecuteScript($"BEGIN IMMEDIATE; {text.ReadToEnd()} PRAGMA user_version = {number};");
            Failpoint.Reach(Failpoint.InMigration);
            connection.ExecuteScript("COMMIT");
        }
    }

    /// <summary>How far a ledger is; 0 for a database that is none.</summary>
    /// <exception cref="LedgerException">The ledger was written by a newer version.</exception>
    internal static int Version(SqliteLedger connection)
    {
        var version = Convert.ToInt32(connection.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture);
        var newest = Migrations[^1].Number;
        return version <= newest
            ? version
            : throw new LedgerException($"the ledger has schema {version}, this version of jobqueue knows up to {newest}. Run a newer jobqueue.");
    }
}
