using Npgsql;

namespace JobQueue.Host.Tests.EndToEnd;

/// <summary>The built command on PostgreSQL: what it says where it cannot start, and what it never says.</summary>
[TestClass]
public sealed class PostgresTests
{
    private const string NoJobs = "# no recurring jobs\n";

    [TestMethod]
    // store, exit code, what is said
    [DataRow("postgres:Host=127.0.0.1;Port=1;Username=jobs;Password=secret", 1,
        "PostgreSQL at 127.0.0.1:1, database jobs cannot be opened as a ledger (Failed to connect to 127.0.0.1:1: Connection refused). Start it, or correct JobQueue:Store.")]
    [DataRow("postgres:Host=db;Port=secret", 78,
        "JobQueue:Store: the connection string cannot be read: its value of port is none that it takes.")]
    [DataRow("Host=db;Password=secret", 78, "JobQueue:Store: found \"Host\", expected sqlite:PATH or postgres:CONNECTION-STRING.")]
    public async Task Serve_StoreThatCannotBe_EndsWithOneLineWithoutSecrets(string store, int code, string expected)
    {
        using var folder = new TempFolder();

        var result = await JobQueueProcess.RunAsync(["--urls", "http://127.0.0.1:0", "--store", store], folder: folder.Path);

        Assert.AreEqual(new CommandResult(code, "", $"{expected}\n"), result);
    }

    [TestMethod]
    public async Task Serve_Started_HasWhatSignsSessionsBeforeTheFirstRequest()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var host = new HostUnderTest { Database = database };
        host.Save(NoJobs);
        await host.StartAsync();

        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await using var count = new NpgsqlCommand("SELECT count(*) FROM jobqueue.secrets WHERE name LIKE 'key-%'", connection);

        Assert.AreEqual(1L, await count.ExecuteScalarAsync());
    }

    [TestMethod]
    public async Task Serve_WithAPassword_NeverShowsIt()
    {
        await using var host = new HostUnderTest { Database = $"{await SharedPostgres.NewDatabaseAsync()};Password=Oh5ecret" };
        host.Save(NoJobs);
        await host.StartAsync("--verbose");

        using var health = await HostUnderTest.SendAsync(new HttpRequestMessage(HttpMethod.Get, host.Url + "/healthz?detail=true"));
        using var about = await HostUnderTest.SendAsync(new HttpRequestMessage(HttpMethod.Get, host.Url + "/about"));
        var page = await about.Content.ReadAsStringAsync();
        var code = await host.StopAsync();

        Assert.AreEqual((200, 200, 0), ((int)health.StatusCode, (int)about.StatusCode, code));
        Assert.Contains("PostgreSQL at 127.0.0.1:", page);
        Assert.DoesNotContain("Oh5ecret", page + await health.Content.ReadAsStringAsync() + host.Process.Output + host.Process.Error);
    }
}
