using System.Data;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Postgres;
using Microsoft.Extensions.Logging.Abstractions;
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
    // severity, SQLSTATE, whether a commit that it answers may be on disk
    [DataRow("PANIC", "58030", true)]
    [DataRow("FATAL", "57P01", true)]
    [DataRow("FATAL", "25P03", true)]
    [DataRow("ERROR", "08006", true)]
    [DataRow("ERROR", "53100", false)]
    [DataRow("ERROR", "40P01", false)]
    public void LeavesOpen_AnswerToACommit_IsKnown(string severity, string state, bool expected) =>
        Assert.AreEqual(expected, PostgresFailure.LeavesOpen(new PostgresException("", severity, severity, state)));

    [TestMethod]
    public async Task Write_TableThatSomebodyHasLocked_WasNotAnsweredInTime()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var fixture = new LedgerFixture($"postgres:{database}");
        await using var other = new NpgsqlConnection(database);
        await other.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        // As CREATE INDEX takes it.
        await using var hold = new NpgsqlCommand("LOCK TABLE jobqueue.runs IN SHARE MODE", other, transaction);
        await hold.ExecuteNonQueryAsync();

        var refused = await Assert.ThrowsExactlyAsync<LedgerException>(() => fixture.AddAsync(fixture.NewRun()));

        Assert.Contains("the database did not answer in time: it is away or slow, or somebody holds a lock on a table", refused.Message);
    }

    [TestMethod]
    public async Task Write_NobodyIsLetIn_IsTriedOnceForAllThatWait()
    {
        const int operations = 50;
        var builder = new NpgsqlDataSourceBuilder(await SharedPostgres.NewDatabaseAsync());
        var (tries, mayAnswer) = (0, new TaskCompletionSource());
        void Refuse()
        {
            tries++;
            mayAnswer.Task.Wait();
            throw new PostgresException("the database system is starting up", "FATAL", "FATAL", PostgresErrorCodes.CannotConnectNow);
        }

        builder.UsePhysicalConnectionInitializer(_ => Refuse(), _ => throw new InvalidOperationException("the writer opens no other way"));
        await using var source = builder.Build();
        var node = new PostgresNode(source, "one", "0", new PostgresScope("jobqueue"));
        await using var writer = new LedgerWriter(new PostgresLedger(source, node), NullLogger.Instance);

        var writing = Enumerable.Range(0, operations).Select(_ => writer.WriteAsync(_ => true)).ToList();
        mayAnswer.SetResult();
        foreach (var one in writing)
            Assert.IsTrue((await Assert.ThrowsExactlyAsync<LedgerException>(() => one)).IsPassing);

        // The first may have gone alone.
        Assert.IsLessThanOrEqualTo(2, tries);
    }

    [TestMethod]
    public void IsPassing_OwnFault_IsFalse() =>
        Assert.IsFalse(PostgresFailure.IsPassing(Assert.ThrowsExactly<InvalidOperationException>(() => Array.Empty<int>().First())));
}
