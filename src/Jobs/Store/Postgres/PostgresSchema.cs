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
    private const long Number = 0x6A6F627175657565;

    /// <summary>For the open transaction: a role may have a limit that is right for anything else.</summary>
    internal const string NoServerTimeout = "SET LOCAL statement_timeout = 0";

    // Of a command, in seconds.
    private const int NoTimeout = 0;

    // 14 is the first that takes functions as 0001.sql has them.
    private static readonly Version Oldest = new(14, 0);

    private static readonly (int Number, string Resource)[] Migrations =
    [
        .. typeof(PostgresSchema).Assembly.GetManifestResourceNames()
            .Where(name => name.Contains(".Postgres.Migrations.", StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(name.Length - 8, 4), CultureInfo.InvariantCulture), name))
            .Order(),
    ];

    /// <summary>Until the end of the transaction no node begins to work on the ledger.</summary>
    /// <param name="scope">Of the ledger.</param>
    internal static string Lock(PostgresScope scope) =>
        string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({Number ^ scope.Seed})");

    /// <param name="source">The database.</param>
    /// <param name="schema">The schema that the tables are in.</param>
    /// <exception cref="LedgerException">The ledger was written by a newer version, or the server is none for it.</exception>
    internal static void Migrate(NpgsqlDataSource source, string schema)
    {
        using var connection = source.OpenConnection();
        if (Hindrance(connection.PostgreSqlVersion, connection.PostgresParameters.GetValueOrDefault("server_encoding", "")) is { } hindrance)
            throw new LedgerException(hindrance);
        using var transaction = connection.BeginTransaction();
        Execute(NoServerTimeout);
        Execute(Lock(new PostgresScope(schema)), NoTimeout);
        // Who may not make a schema may use one that is there: IF NOT EXISTS asks for the right nevertheless.
        if (!Exists("SELECT 1 FROM pg_namespace WHERE nspname = $1", schema))
            Make();
        if (!Exists("SELECT 1 WHERE current_schema() = $1", schema))
            throw new LedgerException(
                $"the search path of its connections does not lead to the schema \"{schema}\". Name one schema, in lower case, and have no pooler in between change it.");
        if (!Exists("SELECT 1 FROM pg_tables WHERE tablename = 'migrations' AND schemaname = $1", schema))
            Execute("CREATE TABLE migrations (number bigint PRIMARY KEY, applied timestamptz NOT NULL DEFAULT now())");
        using var look = new NpgsqlCommand("SELECT coalesce(max(number), 0) FROM migrations", connection, transaction);
        var version = (long)look.ExecuteScalar()!;
        var newest = Migrations[^1].Number;
        if (version > newest)
            throw new LedgerException($"the ledger has schema {version}, this version of jobqueue knows up to {newest}. Run a newer jobqueue.");
        foreach (var (number, resource) in Migrations.Where(migration => migration.Number > version))
        {
            using var text = new StreamReader(typeof(PostgresSchema).Assembly.GetManifestResourceStream(resource)!);
            Execute(text.ReadToEnd(), NoTimeout);
            Execute(string.Create(CultureInfo.InvariantCulture, $"INSERT INTO migrations (number) VALUES ({number})"));
            Failpoint.Reach(Failpoint.InMigration);
        }

        transaction.Commit();

        // A migration takes its time where a table is large, and so does the wait for another node's.
        void Execute(string sql, int? timeout = null)
        {
            using var command = new NpgsqlCommand(sql, connection, transaction);
            command.CommandTimeout = timeout ?? command.CommandTimeout;
            command.ExecuteNonQuery();
        }

        void Make()
        {
            var (database, user) = (connection.Database, connection.UserName);
            if (!Exists("SELECT 1 WHERE has_database_privilege(current_database(), $1)", "CREATE"))
                throw new LedgerException(
                    $"the database {database} has no schema \"{schema}\", and {user} may not make one. Let its owner say: "
                    + $"CREATE SCHEMA {schema} AUTHORIZATION {user}; or GRANT CREATE ON DATABASE {database} TO {user}.");
            Execute($"CREATE SCHEMA \"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }

        bool Exists(string sql, string value)
        {
            using var command = new NpgsqlCommand(sql, connection, transaction) { Parameters = { new NpgsqlParameter<string> { TypedValue = value } } };
            return command.ExecuteScalar() is not null;
        }
    }

    /// <summary>Why no ledger can be in a database; null where one can.</summary>
    /// <param name="server">The version of the server.</param>
    /// <param name="encoding">Of the database.</param>
    internal static string? Hindrance(Version server, string encoding) =>
        server < Oldest ? $"the server is PostgreSQL {server}; JobQueue needs {Oldest.Major} or newer."
        : encoding != "UTF8" ? $"the database has the encoding {encoding}, which has not all characters. Make one with CREATE DATABASE ... ENCODING 'UTF8' TEMPLATE template0."
        : null;
}
