using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>Ledgers in schemas of one database, as of staging and production, neither hear nor hinder each other.</summary>
[TestClass]
public sealed class TwoSchemasTests
{
    // Of 63 bytes, the most that a name may have; alike but for the last.
    private const string Long = "of_a_customer_whose_name_is_longer_than_that_of_any_other_we_ha";
    private const string AsLong = "of_a_customer_whose_name_is_longer_than_that_of_any_other_we_hb";

    [TestMethod]
    [DataRow("jobqueue", "staging")]
    [DataRow("staging", "jobqueue")]
    [DataRow("staging", "production")]
    [DataRow("jobqueue", "changes")]
    [DataRow("größe-1", "größe-2")]
    [DataRow(Long, AsLong)]
    public async Task Notify_OfALedgerInAnotherSchema_IsNotHeard(string own, string others)
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = In(database, own);
        await using var there = In(database, own);
        await using var elsewhere = In(database, others);
        var ear = await Ear.OfAsync(here);

        await NotifyAsync(elsewhere, "theirs");
        await NotifyAsync(there, Ear.Last);

        CollectionAssert.AreEqual(new[] { Ear.Last }, await ear.HeardAsync());
    }

    [TestMethod]
    [DataRow("jobqueue", "staging")]
    [DataRow("staging", "jobqueue")]
    [DataRow("staging", "production")]
    [DataRow("größe-1", "größe-2")]
    [DataRow(Long, AsLong)]
    public async Task WatchAsync_RunOfALedgerInAnotherSchema_IsNotTold(string own, string others)
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = In(database, own);
        await using var elsewhere = In(database, others);
        // A row of the number that theirs will have.
        await here.AddAsync(here.NewRun(policy: new JobPolicy { Name = "before" }));
        await here.Ledger.WatchAsync();
        await elsewhere.Ledger.WatchAsync();

        await elsewhere.AddAsync(elsewhere.NewRun(policy: new JobPolicy { Name = "theirs" }));
        await here.AddAsync(here.NewRun(policy: new JobPolicy { Name = "own" }));

        Assert.AreEqual("own", (await here.Ledger.Feed.ReadAllAsync(1))[0].JobName);
    }

    [TestMethod]
    // own, the other's, whether both have the word at once
    [DataRow("jobqueue", "jobqueue", false)]
    [DataRow("staging", "staging", false)]
    [DataRow("jobqueue", "staging", true)]
    [DataRow("staging", "production", true)]
    [DataRow(Long, AsLong, true)]
    public async Task TryLock_WordThatAnotherLedgerHas_IsTakenInAnotherSchema(string own, string other, bool expected)
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = In(database, own);
        await using var there = In(database, other);

        var taken = await there.Ledger.WriteAsync(has =>
        {
            has.Lock("name of a job");
            return here.Ledger.WriteAsync(wants => wants.TryLock("name of a job")).GetAwaiter().GetResult();
        });

        Assert.AreEqual(expected, taken);
    }

    [TestMethod]
    public async Task Open_WhileALedgerMovesIntoAnotherSchema_DoesNotWait()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        using var moving = LedgerTables.OpenTarget(StoreIn(database, "jobqueue"));

        await using var opened = In(database, "staging");

        Assert.IsNotEmpty(opened.Ledger.Owner);
    }

    private static string StoreIn(string database, string schema) => $"postgres:{database};Search Path={schema}";

    private static LedgerFixture In(string database, string schema) => new(StoreIn(database, schema));

    private static Task NotifyAsync(LedgerFixture node, string key) => node.Ledger.WriteAsync(connection =>
    {
        connection.Notify(Notice.Keys, key);
        return true;
    });

    /// <summary>What a node hears of keys.</summary>
    private sealed class Ear
    {
        internal const string Last = "last";

        private readonly List<string> _heard = [];
        private readonly TaskCompletionSource _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _hasAll = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal static async Task<Ear> OfAsync(LedgerFixture node)
        {
            var ear = new Ear();
            node.Ledger.Cluster.On(Notice.Keys, ear.HandleAsync);
            node.Ledger.Cluster.Start(_ => { }, NullLogger.Instance);
            await ear._listens.Task.WaitAsync(PostgresServer.Limit);
            return ear;
        }

        /// <summary>All up to the last, in order.</summary>
        internal async Task<List<string>> HeardAsync()
        {
            await _hasAll.Task.WaitAsync(PostgresServer.Limit);
            return _heard;
        }

        private Task HandleAsync(string key)
        {
            // A node that begins to listen takes it that it has missed some.
            if (key == Notice.All)
                _listens.TrySetResult();
            else
                _heard.Add(key);
            if (key == Last)
                _hasAll.TrySetResult();
            return Task.CompletedTask;
        }
    }
}
