using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Postgres;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>Databases that no ledger can be opened in, and what is said of them.</summary>
[TestClass]
public sealed class PostgresEngineTests
{
    [TestMethod]
    public void Open_NobodyAnswers_SaysSoOnOneLineWithoutThePassword()
    {
        // Port 1 is tcpmux, which nobody serves.
        var refusal = Assert.ThrowsExactly<LedgerException>(() => LedgerEngine.Open("postgres:Host=127.0.0.1;Port=1;Username=jobs;Password=secret"));

        Assert.AreEqual(
            "PostgreSQL at 127.0.0.1:1, database jobs cannot be opened as a ledger (Failed to connect to 127.0.0.1:1: Connection refused). "
            + "Start it, or correct JobQueue:Store.", refusal.Message);
    }

    [TestMethod]
    public async Task Open_NoSuchDatabase_SaysHowToMakeIt()
    {
        var connection = (await SharedPostgres.NewDatabaseAsync()).Replace("Database=", "Database=no_", StringComparison.Ordinal);

        var refusal = Assert.ThrowsExactly<LedgerException>(() => LedgerEngine.Open($"postgres:{connection}"));

        StringAssert.Matches(refusal.Message, new(@"\(database ""(no_db\d+)"" does not exist\)\. Make it with CREATE DATABASE \1, or correct JobQueue:Store\.$"));
    }

    [TestMethod]
    public async Task Open_UserWhoMayMakeNoSchema_SaysWhatToGrant()
    {
        var connection = await OfAnotherUserAsync();

        var refusal = Assert.ThrowsExactly<LedgerException>(() => LedgerEngine.Open($"postgres:{connection.String}"));

        Assert.AreEqual(
            $"the database {connection.Database} has no schema \"jobqueue\", and {connection.User} may not make one. Let its owner say: "
            + $"CREATE SCHEMA jobqueue AUTHORIZATION {connection.User}; or GRANT CREATE ON DATABASE {connection.Database} TO {connection.User}.", refusal.Message);
    }

    [TestMethod]
    public async Task Open_UserWhoMayNotConnect_SaysWhatToGrant()
    {
        var connection = await OfAnotherUserAsync();
        await (await SharedPostgres.ServerAsync()).SqlAsync("postgres", $"REVOKE CONNECT ON DATABASE {connection.Database} FROM PUBLIC");

        var refusal = Assert.ThrowsExactly<LedgerException>(() => LedgerEngine.Open($"postgres:{connection.String}"));

        Assert.EndsWith($"Let the owner of the database say: GRANT CONNECT ON DATABASE {connection.Database} TO {connection.User}.", refusal.Message);
    }

    [TestMethod]
    public async Task Open_UserWhoseTheTablesAreNot_SaysWhoMay()
    {
        var connection = await OfAnotherUserAsync();
        var server = await SharedPostgres.ServerAsync();
        await LedgerEngine.Open($"postgres:{connection.String.Replace(connection.User, "jobqueue", StringComparison.Ordinal)}").DisposeAsync();
        await server.SqlAsync(connection.Database, $"GRANT USAGE ON SCHEMA jobqueue TO {connection.User}");

        var refusal = Assert.ThrowsExactly<LedgerException>(() => LedgerEngine.Open($"postgres:{connection.String}"));

        Assert.EndsWith(
            "(permission denied for table migrations). Name the role that owns the schema jobqueue and its tables in JobQueue:Store, "
            + $"or let {connection.User} be a member of it.", refusal.Message);
    }

    [TestMethod]
    public async Task Open_UserWhoHasTheSchemaOnly_IsALedger()
    {
        var connection = await OfAnotherUserAsync();
        await (await SharedPostgres.ServerAsync()).SqlAsync(connection.Database, $"CREATE SCHEMA jobqueue AUTHORIZATION {connection.User}");

        await using (LedgerEngine.Open($"postgres:{connection.String}"))
        {
        }

        await using var again = LedgerEngine.Open($"postgres:{connection.String}");
        Assert.StartsWith("PostgreSQL ", again.Version);
    }

    [TestMethod]
    public async Task Open_SearchPathThatLeadsElsewhere_IsRefused()
    {
        var connection = await SharedPostgres.NewDatabaseAsync();

        // Which PostgreSQL reads in lower case, and so finds no such schema.
        var refusal = Assert.ThrowsExactly<LedgerException>(() => LedgerEngine.Open($"postgres:{connection};Search Path=Staging"));

        Assert.StartsWith("the search path of its connections does not lead to the schema \"Staging\".", refusal.Message);
    }

    [TestMethod]
    // what each commit of a node changes is in no index; each table says what it is for
    [DataRow("SELECT count(*) FROM pg_indexes WHERE schemaname = 'jobqueue' AND tablename = 'nodes' AND indexdef ~ '(seen|groups)'")]
    [DataRow("SELECT count(*) FROM pg_class WHERE relnamespace = 'jobqueue'::regnamespace AND relkind = 'r' AND obj_description(oid) IS NULL")]
    public async Task Schema_OfANewLedger_HasNone(string sql)
    {
        var store = await SharedPostgres.NewStoreAsync();
        await using var ledger = new LedgerFixture(store);

        Assert.AreEqual(0L, await ledger.Ledger.ReadAsync(connection => connection.Scalar(sql)));
    }

    [TestMethod]
    public async Task Open_LedgerOfANewerVersion_IsRefused()
    {
        var connection = await SharedPostgres.NewDatabaseAsync();
        await LedgerEngine.Open($"postgres:{connection}").DisposeAsync();
        await (await SharedPostgres.ServerAsync()).SqlAsync(DatabaseOf(connection), "INSERT INTO jobqueue.migrations (number) VALUES (9999)");

        var refusal = Assert.ThrowsExactly<LedgerException>(() => LedgerEngine.Open($"postgres:{connection}"));

        StringAssert.Matches(refusal.Message, new(@"^the ledger has schema 9999, this version of jobqueue knows up to \d+\. Run a newer jobqueue\.$"));
    }

    [TestMethod]
    public async Task Open_DatabaseOfAnotherEncoding_IsRefused()
    {
        var connection = await SharedPostgres.NewDatabaseAsync();
        var database = $"{DatabaseOf(connection)}_latin";
        await (await SharedPostgres.ServerAsync()).SqlAsync("postgres", $"CREATE DATABASE {database} ENCODING 'LATIN1' TEMPLATE template0");

        var refusal = Assert.ThrowsExactly<LedgerException>(
            () => LedgerEngine.Open($"postgres:{connection.Replace(DatabaseOf(connection), database, StringComparison.Ordinal)}"));

        Assert.StartsWith("the database has the encoding LATIN1, which has not all characters.", refusal.Message);
    }

    [TestMethod]
    // version, encoding, what is said
    [DataRow("13.22", "UTF8", "the server is PostgreSQL 13.22; JobQueue needs 14 or newer.")]
    [DataRow("14.0", "UTF8", null)]
    [DataRow("18.1", "UTF8", null)]
    public void Hindrance_OfAServer_IsItsAge(string version, string encoding, string? expected) =>
        Assert.AreEqual(expected, PostgresSchema.Hindrance(Version.Parse(version), encoding));

    private static async Task<(string String, string User, string Database)> OfAnotherUserAsync()
    {
        var connection = await SharedPostgres.NewDatabaseAsync();
        var user = $"user_of_{DatabaseOf(connection)}";
        await (await SharedPostgres.ServerAsync()).SqlAsync("postgres", $"CREATE ROLE {user} LOGIN");
        return (connection.Replace("Username=jobqueue", $"Username={user}", StringComparison.Ordinal), user, DatabaseOf(connection));
    }

    private static string DatabaseOf(string connection) => connection.Split("Database=")[1];
}
