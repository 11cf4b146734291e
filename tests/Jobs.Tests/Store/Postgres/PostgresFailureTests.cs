using System.Data;
using JobQueue.Jobs.Store.Postgres;
using Npgsql;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>What exceptions of connections say of the database.</summary>
[TestClass]
public sealed class PostgresFailureTests
{
    [TestMethod]
    public async Task IsPassing_ConnectionThatWasFoundDeadWhileItWasIdle_IsTrue()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var connection = new NpgsqlConnection($"{database};Keepalive=1");
        await connection.OpenAsync();
        var isDead = new TaskCompletionSource();
        connection.StateChange += (_, change) => isDead.TrySetResult();
        var process = connection.ProcessID;

        await using (var killer = new NpgsqlConnection(database))
        {
            await killer.OpenAsync();
            await using var kill = new NpgsqlCommand($"SELECT pg_terminate_backend({process})", killer);
            await kill.ExecuteNonQueryAsync();
        }

        await isDead.Task;
        var failure = Assert.Throws<Exception>(() => connection.Wait(TimeSpan.FromSeconds(1)));
        Assert.AreEqual(ConnectionState.Broken, connection.FullState);
        Assert.IsTrue(PostgresFailure.IsPassing(failure), failure.ToString());
    }

    [TestMethod]
    public async Task Open_SettingsThatCannotBeReadNow_IsPassing()
    {
        var builder = new NpgsqlDataSourceBuilder(await SharedPostgres.NewDatabaseAsync());
        builder.UsePhysicalConnectionInitializer(
            _ => throw new FormatException("half a line in the file of passwords"), _ => throw new FormatException("the same"));
        await using var source = builder.Build();

        var failure = Assert.ThrowsExactly<NpgsqlException>(() => PostgresFailure.Open(source));

        Assert.AreEqual("half a line in the file of passwords", failure.Message);
    }

    [TestMethod]
    public void IsPassing_OwnFault_IsFalse() =>
        Assert.IsFalse(PostgresFailure.IsPassing(Assert.ThrowsExactly<InvalidOperationException>(() => Array.Empty<int>().First())));
}
