using System.Net.Sockets;
using JobQueue.Reliability.Network;
using Npgsql;

namespace JobQueue.Host.Tests.Reliability.Network;

[TestClass]
public sealed class TcpProxyTests
{
    // In seconds.
    private const int Patience = 60;
    private const int Impatience = 1;

    private const string ManyRows = "SELECT repeat('x', 1000) FROM generate_series(1, 3000)";

    [TestMethod]
    public async Task Connection_WhileNothingIsWrong_IsPostgreSqls()
    {
        await using var place = await Place.OpenAsync();
        await using var connection = await place.ConnectAsync();

        var rows = await CountAsync(connection, ManyRows);

        Assert.AreEqual((3000, 1), (rows, place.Proxy.Connections));
    }

    [TestMethod]
    public async Task CutAll_OpenConnection_FailsAndTheNextWorks()
    {
        await using var place = await Place.OpenAsync();
        await using var connection = await place.ConnectAsync();

        place.Proxy.CutAll();

        await Assert.ThrowsAsync<NpgsqlException>(() => CountAsync(connection, "SELECT 1"));
        await using var another = await place.ConnectAsync();
        Assert.AreEqual(1, await CountAsync(another, "SELECT 1"));
    }

    [TestMethod]
    public async Task Refuse_NewConnection_FailsUntilAdmitted()
    {
        await using var place = await Place.OpenAsync();
        await using var before = await place.ConnectAsync();

        place.Proxy.Refuse();

        var refusal = await Assert.ThrowsAsync<Exception>(place.ConnectAsync);
        Assert.IsTrue(refusal is NpgsqlException or SocketException or IOException, $"{refusal}");
        Assert.AreEqual(1, await CountAsync(before, "SELECT 1"));
        place.Proxy.Admit();
        await using var after = await place.ConnectAsync();
        Assert.AreEqual(1, await CountAsync(after, "SELECT 1"));
    }

    [TestMethod]
    public async Task Stall_OpenConnection_IsSilentUntilItGoesOn()
    {
        await using var place = await Place.OpenAsync();
        await using var impatient = await place.ConnectAsync(Impatience);
        await using var patient = await place.ConnectAsync();

        place.Proxy.Stall();

        await Assert.ThrowsAsync<NpgsqlException>(() => CountAsync(impatient, "SELECT 1", Impatience));
        var late = CountAsync(patient, "SELECT 1");
        place.Proxy.Go();
        Assert.AreEqual(1, await late);
    }

    [TestMethod]
    [DataRow(CommitCut.Reset)]
    [DataRow(CommitCut.Silence)]
    public async Task CutAtCommit_Client_DoesNotHearOfWhatIsCommitted(object how)
    {
        await using var place = await Place.OpenAsync();
        await using var connection = await place.ConnectAsync();
        await using var impatient = await place.ConnectAsync(Impatience);
        place.Proxy.CutAtCommit((CommitCut)how, number: 2);
        await InsertAsync(connection);

        await Assert.ThrowsAsync<NpgsqlException>(() => InsertAsync(impatient));

        await Until.TrueAsync("both commits", async () => await CountAsync(place.Direct, "SELECT n FROM t") == 2);
        await using var another = await place.ConnectAsync();
        await InsertAsync(another);
        Assert.AreEqual((3, 1), (place.Proxy.Commits, place.Proxy.Cuts));
    }

    private static async Task InsertAsync(NpgsqlConnection connection)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await CountAsync(connection, "INSERT INTO t VALUES (1)");
        await transaction.CommitAsync();
    }

    private static async Task<int> CountAsync(NpgsqlConnection connection, string sql, int timeout = Patience)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = timeout };
        await using var rows = await command.ExecuteReaderAsync();
        var count = 0;
        while (await rows.ReadAsync())
            count++;
        return count;
    }

    /// <summary>A database with a proxy before it, and a connection past that.</summary>
    private sealed class Place(TcpProxy proxy, NpgsqlConnection direct) : IAsyncDisposable
    {
        internal TcpProxy Proxy => proxy;

        internal NpgsqlConnection Direct => direct;

        internal static async Task<Place> OpenAsync()
        {
            var direct = new NpgsqlConnection(await SharedPostgres.NewDatabaseAsync());
            await direct.OpenAsync();
            await CountAsync(direct, "CREATE TABLE t (n integer)");
            return new Place(new TcpProxy((await SharedPostgres.ServerAsync()).Port), direct);
        }

        /// <param name="commandTimeout">In seconds; of commits too.</param>
        internal async Task<NpgsqlConnection> ConnectAsync(int commandTimeout)
        {
            var settings = new NpgsqlConnectionStringBuilder(direct.ConnectionString)
            {
                Port = proxy.Port,
                Pooling = false,
                CommandTimeout = commandTimeout,
                CancellationTimeout = -1,
            };
            var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync();
            return connection;
        }

        internal Task<NpgsqlConnection> ConnectAsync() => ConnectAsync(Patience);

        public async ValueTask DisposeAsync()
        {
            await direct.DisposeAsync();
            await proxy.DisposeAsync();
        }
    }
}
