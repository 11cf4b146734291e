using System.Globalization;
using Npgsql;

namespace JobQueue.Jobs.Store.Postgres;

/// <summary>
/// Numbered, forward-only migrations, embedded as <c>Migrations/NNNN.sql</c>; the table <c>migrations</c> has those that were applied. All
/// of a start stand in one transaction, under a lock: of several nodes that start at once one migrates.
/// </summary>
internal static class PostgresSchema
{
    // Of this program among all that take advisory locks in the database: "jobqueue" in ASCII.
    private const long Lock = 0x6A6F627175657565;

    private static readonly (int Number, string Resource)[] Migrations =
    [
        .. typeof(PostgresSchema).Assembly.GetManifestResourceNames()
            .Where(name => name.Contains(".Postgres.Migrations.", StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(name.Length - 8, 4), CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    /// <param name="source">The database.</param>
    /// <param name="schema">The schema that the tables are in.</param>
    /// <exception cref="LedgerException">The ledger was written by a newer version.</exception>
    internal static void Migrate(NpgsqlDataSource source, string schema)
    {
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction();
        Execute($"SELECT pg_advisory_xact_lock({Lock})");
        Execute($"CREATE SCHEMA IF NOT EXISTS \"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        Execute("CREATE TABLE IF NOT EXISTS migrations (number bigint PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())");
        using var look = new NpgsqlCommand("SELECT coalesce(max(number), 0) FROM migrations", connection, transaction);
        var version = (long)look.ExecuteScalar()!;
        var newest = Migrations[^1].Number;
        if (version > newest)
            throw new LedgerException($"the ledger has schema {version}, this version of jobqueue knows up to {newest}. Run a newer jobqueue.");
        foreach (var (number, resource) in Migrations.Where(migration => migration.Number > version))
        {
            using var text = new StreamReader(typeof(PostgresSchema).Assembly.GetManifestResourceStream(resource)!);
            Execute(text.ReadToEnd());
            Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO migrations (number) VALUES ({number})"));
            Failpoint.Reach(Failpoint.InMigration);
        }

        transaction.Commit();

        void Execute(string sql)
        {
            using var command = new NpgsqlCommand(sql, connection, transaction);
            command.ExecuteNonQuery();
        }
    }
}
