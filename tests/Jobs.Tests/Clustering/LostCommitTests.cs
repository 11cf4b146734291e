using JobQueue.Jobs.Store.Postgres;
using Npgsql;

namespace JobQueue.Jobs.Tests.Clustering;

/// <summary>What became of a transaction whose commit was not answered.</summary>
[TestClass]
public sealed class LostCommitTests
{
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task TrySettle_CommitOnDiskOrNot_KnowsIt(bool isOnDisk)
    {
        await using var source = await NewSourceAsync();
        var node = new PostgresNode(source, "test", "test", new PostgresScope("jobqueue"));
        node.Join();
        await CommitAsync(source, node.Id, number: isOnDisk ? 1 : 0);

        var isKnown = node.TrySettle(out var wasCommitted);

        Assert.AreEqual((true, isOnDisk), (isKnown, wasCommitted));
    }

    [TestMethod]
    public async Task TrySettle_CommitThatComesLater_IsRefused()
    {
        await using var source = await NewSourceAsync();
        var node = new PostgresNode(source, "test", "test", new PostgresScope("jobqueue"));
        node.Join();

        node.TrySettle(out _);

        var late = await Assert.ThrowsExactlyAsync<PostgresException>(() => CommitAsync(source, node.Id, number: 1));
        Assert.AreEqual(PostgresNode.NotInCluster, late.SqlState);
        await CommitAsync(source, node.Id, (int)node.Groups + 1);
    }

    [TestMethod]
    public async Task NoteEnded_IdThatItHasNoMore_StaysWhatItIs()
    {
        await using var source = await NewSourceAsync();
        var node = new PostgresNode(source, "test", "test", new PostgresScope("jobqueue"));
        node.Join();
        var first = node.Id;
        node.NoteEnded(first);
        node.Join();
        var second = node.Id;

        node.NoteEnded(first);
        node.Join();

        Assert.AreEqual((false, true), (first == second, second == node.Id));
    }

    // 0: nothing was written.
    private static async Task CommitAsync(NpgsqlDataSource source, string node, int number)
    {
        await using var command = source.CreateCommand("SELECT CASE WHEN $2 > 0 THEN commit_group($1, $2) END");
        command.Parameters.AddWithValue(node);
        command.Parameters.AddWithValue((long)number);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<NpgsqlDataSource> NewSourceAsync()
    {
        var settings = new NpgsqlConnectionStringBuilder(await SharedPostgres.NewDatabaseAsync()) { SearchPath = "jobqueue", Pooling = false };
        var source = NpgsqlDataSource.Create(settings);
        PostgresSchema.Migrate(source, "jobqueue");
        return source;
    }
}
