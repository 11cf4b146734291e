using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Events;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>The feed of a node tells what others do.</summary>
[TestClass]
public sealed class FeedOfNodesTests
{
    // Of the feed the connection.
    private const string CutOff = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN "jobqueue_changes"'
        """;

    [TestMethod]
    public async Task WatchAsync_RunsOfAnotherNode_AreToldInTheOrderOfItsCommits()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = NewNode(database);
        await using var there = NewNode(database);
        await here.Ledger.WatchAsync();
        var runs = Enumerable.Range(0, 50).Select(number => there.NewRun(policy: new JobPolicy { Name = $"job{number}" })).ToList();

        await Task.WhenAll(runs.Select(there.AddAsync));
        var told = await here.Ledger.Feed.ReadAllAsync(runs.Count);

        CollectionAssert.AreEqual(runs.Select(run => run.Id).ToArray(), told.Select(what => ((RunChanged)what).Run.Id).ToArray());
        Assert.AreEqual(0, there.Ledger.Feed.End, "nobody reads there");
    }

    [TestMethod]
    public async Task WatchAsync_RunClaimedAndFinishedElsewhere_IsToldUntilItsEnd()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = NewNode(database);
        await using var there = NewNode(database);
        await here.Ledger.WatchAsync();

        await here.AddAsync(here.NewRun());
        await here.Ledger.Feed.ReadAllAsync(1);
        var run = (await there.ClaimAsync()).Single();
        await here.Ledger.Feed.ReadAllAsync(2);
        await there.FinishAsync(run, LedgerFixture.Finish(RunState.Succeeded, 200));

        CollectionAssert.AreEqual(
            new[] { RunState.Pending, RunState.Running, RunState.Succeeded },
            (await here.Ledger.Feed.ReadAllAsync(3)).Select(what => ((RunChanged)what).Run.State).ToArray());
    }

    [TestMethod]
    public async Task WatchAsync_StatementOfAnotherProgram_IsTold()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = NewNode(database);
        var run = here.NewRun();
        await here.AddAsync(run);
        await here.Ledger.WatchAsync();

        // As psql has it: the schema is not in its search path.
        await ExecuteAsync($"{database};Search Path=public", $"UPDATE jobqueue.runs SET priority = 7 WHERE id = '{run.Id}'");

        Assert.AreEqual(run.Id, ((RunChanged)(await here.Ledger.Feed.ReadAllAsync(1)).Single()).Run.Id);
    }

    [TestMethod]
    public async Task WatchAsync_ProgressOfARun_IsToldByItsNodeAloneAndReadElsewhere()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = NewNode(database);
        await using var there = NewNode(database);
        await here.AddAsync(here.NewRun());
        var run = (await there.ClaimAsync(owner: there.Ledger.Owner)).Single();
        await here.Ledger.WatchAsync();
        await there.Ledger.WatchAsync();

        await there.Ledger.WriteAsync(connection => ProgressRows.Note(connection, run, new RunProgress(40, "halfway", LedgerFixture.Now)));
        await there.AddAsync(there.NewRun(policy: new JobPolicy { Name = "after" }));

        var progress = (ProgressReported)(await here.Ledger.Feed.ReadAllAsync(2))[0];
        Assert.AreEqual((run.Id, 40, "halfway"), (progress.RunId, progress.Progress.Percent, progress.Progress.Message));
        Assert.AreEqual("after", (await there.Ledger.Feed.ReadAllAsync(1))[0].JobName);
    }

    [TestMethod]
    public async Task WatchAsync_ConnectionLost_LosesReadersAndGoesOn()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = NewNode(database);
        await here.Ledger.WatchAsync();
        var place = here.Ledger.Feed.End;

        await ExecuteAsync(database, CutOff);
        await here.Ledger.Feed.WaitForLossAsync(place);
        await here.AddAsync(here.NewRun(policy: new JobPolicy { Name = "after" }));

        await here.Ledger.Feed.WaitForAsync("after");
    }

    [TestMethod]
    public async Task WatchAsync_ConnectionLost_IsAWarning()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        var logger = new SignalLogger();
        await using var ledger = new Ledger(LedgerEngine.Open($"postgres:{database}"), logger);
        await ledger.WatchAsync();

        await ExecuteAsync(database, CutOff);
        var logged = await logger.First.WaitAsync(PostgresServer.Limit);

        Assert.AreEqual((LogLevel.Warning, 85), logged);
    }

    [TestMethod]
    public async Task WatchAsync_NodeThatWasDeclaredDead_LosesReadersAndGoesOn()
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = NewNode(database);
        await here.Ledger.WatchAsync();
        var place = here.Ledger.Feed.End;

        await ExecuteAsync(database, "UPDATE jobqueue.nodes SET ended = now()");
        await here.AddAsync(here.NewRun());
        // At once, and again when nobody has a transaction any more that began before; and the run.
        await here.Ledger.Feed.ReadAllAsync(3);
        await here.AddAsync(here.NewRun(policy: new JobPolicy { Name = "after" }));

        await here.Ledger.Feed.WaitForAsync("after");
        Assert.IsTrue(here.Ledger.Feed.Read(place, most: 10).IsLost);
    }

    [TestMethod]
    // Whether somebody has read before
    [DataRow(false)]
    [DataRow(true)]
    public async Task WriteAsync_WatchedNowhere_NotifiesNothing(bool wasWatched)
    {
        var database = await SharedPostgres.NewDatabaseAsync();
        await using var here = NewNode(database);
        await using var there = NewNode(database);
        await Task.WhenAll(wasWatched ? [here.Ledger.WatchAsync()] : []);
        await Task.WhenAll(wasWatched ? [here.Ledger.UnwatchAsync(() => false)] : []);
        await using var listener = new NpgsqlConnection(database);
        await listener.OpenAsync();
        var heard = new List<string>();
        listener.Notification += (_, told) => heard.Add(told.Payload);
        await ExecuteAsync(listener, "LISTEN jobqueue_changes");

        await there.AddAsync(there.NewRun());
        await ExecuteAsync(database, "UPDATE jobqueue.runs SET priority = 7");
        await ExecuteAsync(listener, "NOTIFY jobqueue_changes, 'end'");

        CollectionAssert.AreEqual(new[] { "end" }, heard);
    }

    internal static LedgerFixture NewNode(string database)
    {
        var node = new LedgerFixture($"postgres:{database}");
        node.Ledger.Cluster.On(Notice.Settle, token => node.Ledger.WriteAsync(connection =>
        {
            connection.Notify(Notice.Settled, token);
            return true;
        }));
        node.Ledger.Cluster.Start(_ => { }, NullLogger.Instance);
        return node;
    }

    internal static async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync();
        await ExecuteAsync(connection, sql);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Hands over the first that is logged.</summary>
    private sealed class SignalLogger : ILogger
    {
        private readonly TaskCompletionSource<(LogLevel, int)> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<(LogLevel Level, int Event)> First => _first.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _first.TrySetResult((logLevel, eventId.Id));
    }
}
