using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Postgres;
using Npgsql;

namespace JobQueue.Jobs.Tests.Store.Postgres;

[TestClass]
public sealed class PostgresSettingsTests
{
    private const string Expected = "expected Host=...;Username=...;Database=..., with quotes around a value that has ; or = in it";

    [TestMethod]
    // connection string, what people call it, how pg_dump is told
    [DataRow("Host=db", "PostgreSQL at db:5432, database jobs", "-h db -p 5432 -U jobs -d jobs")]
    [DataRow("host=db;PORT=5433;Database=other;Password=secret", "PostgreSQL at db:5433, database other", "-h db -p 5433 -U jobs -d other")]
    [DataRow("Server=/run/postgresql;Password='se;cr=et'", "PostgreSQL at /run/postgresql:5432, database jobs", "-h /run/postgresql -p 5432 -U jobs -d jobs")]
    public void Read_ConnectionString_IsNamedWithoutItsPassword(string text, string name, string clientOptions)
    {
        var settings = PostgresSettings.Read($"{text};Username=jobs");

        Assert.AreEqual((name, clientOptions, "jobqueue"), (settings.Name, settings.ClientOptions, settings.Schema));
    }

    [TestMethod]
    // what is said in seconds, what holds; of Npgsql 0 is no limit
    [DataRow("Command Timeout=0;Timeout=0", 8, 3)]
    [DataRow("Command Timeout=30;Timeout=15", 8, 3)]
    [DataRow("Command Timeout=2;Timeout=1", 2, 1)]
    public void BuildImpatient_LimitsOfTime_AreAtMostTheLedgers(string said, int command, int connect)
    {
        using var source = PostgresSettings.Read($"Host=db;{said}").BuildImpatient();

        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        Assert.AreEqual((command, connect), (settings.CommandTimeout, settings.Timeout));
    }

    // Npgsql's own keep-alive would hold a thread of the pool for each idle connection to a server that is silent.
    [TestMethod]
    public void Build_KeepAliveIsAskedFor_TheSystemLooksAfterIdleConnections()
    {
        using var source = PostgresSettings.Read("Host=db;Keepalive=30").BuildImpatient();

        var settings = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        Assert.AreEqual((0, true, 10), (settings.KeepAlive, settings.TcpKeepAlive, settings.TcpKeepAliveTime));
    }

    [TestMethod]
    // connection string, what is wrong with it
    [DataRow("x", $"the connection string cannot be read: {Expected}")]
    [DataRow("//jobs:secret@db/jobs", $"the connection string cannot be read: {Expected}")]
    [DataRow("Host=db;Password='secret", $"the connection string cannot be read: {Expected}")]
    [DataRow("Host=db;Password=sec;ret=1", $"the connection string cannot be read: setting 3 of it is none of Npgsql's; {Expected}")]
    [DataRow("Hots=db;Password=secret", $"the connection string cannot be read: setting 1 of it is none of Npgsql's; {Expected}")]
    [DataRow("Host=db;Port=secret", "the connection string cannot be read: its value of port is none that it takes")]
    [DataRow("Username=jobs;Password=secret", $"the connection string names no Host: {Expected}")]
    public void Fault_TextThatCannotBeRead_IsToldWithoutWhatMayBeSecret(string text, string expected)
    {
        var fault = PostgresSettings.Fault(text);

        Assert.AreEqual(expected, fault);
        Assert.AreEqual($"{expected}.", Assert.ThrowsExactly<LedgerException>(() => PostgresSettings.Read(text)).Message);
    }

    [TestMethod]
    // store, what is wrong with it
    [DataRow("sqlite:jobqueue.db", null)]
    [DataRow("postgres:Host=db", null)]
    [DataRow("sqlite:", "found \"sqlite\", expected sqlite:PATH or postgres:CONNECTION-STRING")]
    [DataRow("postgres:", "found \"postgres\", expected sqlite:PATH or postgres:CONNECTION-STRING")]
    [DataRow("mysql:secret", "found \"mysql\", expected sqlite:PATH or postgres:CONNECTION-STRING")]
    [DataRow("Host=db;Password=secret", "found \"Host\", expected sqlite:PATH or postgres:CONNECTION-STRING")]
    [DataRow("postgresql://jobs:secret@db/jobs", "found \"postgresql\", expected sqlite:PATH or postgres:CONNECTION-STRING")]
    [DataRow("jobqueue.db", "found \"jobqueue.db\", expected sqlite:PATH or postgres:CONNECTION-STRING")]
    public void Fault_OfAStore_ShowsNoSecret(string store, string? expected) => Assert.AreEqual(expected, LedgerEngine.Fault(store));
}
