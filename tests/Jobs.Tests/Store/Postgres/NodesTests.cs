using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Jobs.Tests.Store.Postgres;

/// <summary>What people see of the nodes of a ledger.</summary>
[TestClass]
public sealed class NodesTests
{
    [TestMethod]
    public async Task NodesAsync_OfTwo_AreTheFirstAndTheOtherWithWhatTheyRun()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var first = Open(store, "web-1");
        await using var second = Open(store, "web-2");
        await RunAsync(second, count: 2);

        var nodes = await second.NodesAsync();

        CollectionAssert.AreEqual(
            new[] { ("web-1", true, false, 0L), ("web-2", false, true, 2L) },
            nodes.Select(node => (node.Name, node.IsFirst, node.IsThis, node.Running)).ToArray());
        Assert.AreEqual((second.Owner, Environment.ProcessId, null), (nodes[1].Id, (int)nodes[1].ProcessId, nodes[1].Ended));
        Assert.IsLessThan(TimeSpan.FromMinutes(1), nodes[1].SeenAgo!.Value);
    }

    [TestMethod]
    public async Task NodesAsync_OneStoppedAndOneLongAgo_AreTheOtherAndTheOneOfTheDay()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var here = Open(store, "web-1");
        await Open(store, "web-2").DisposeAsync();
        await Open(store, "web-3").DisposeAsync();

        await here.WriteAsync(connection => connection.Execute("UPDATE nodes SET ended = now() - interval '25 hours' WHERE name = 'web-3'"));
        var nodes = await here.NodesAsync();

        CollectionAssert.AreEqual(new[] { ("web-1", null), ("web-2", "stopped") }, nodes.Select(node => (node.Name, node.Reason)).ToArray());
        Assert.IsNotNull(nodes[1].Ended);
        Assert.IsFalse(nodes[1].IsFirst);
    }

    [TestMethod]
    public async Task Named_RunsOfTwoNodes_HaveTheirNamesWhileTheyRun()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var here = Open(store, "web-1");
        await using var there = Open(store, "web-2");
        await RunAsync(here, count: 1);
        await RunAsync(there, count: 1);
        await here.WriteAsync(connection => connection.Execute("UPDATE runs SET state = 'succeeded' WHERE owner = @own", ("@own", here.Owner)));

        var runs = await here.ReadAsync(connection => NodeReads.Named(
            connection,
            [.. RunSearch.Find(connection, new RunFilter(), before: null, limit: 10, mostLookedAt: 10, RunRows.Columns).Runs]));

        CollectionAssert.AreEquivalent(
            new[] { (RunState.Succeeded, null), (RunState.Running, "web-2") }, runs.Select(run => (run.State, run.Node)).ToArray());
    }

    [TestMethod]
    public async Task NodesAsync_OfAFile_AreThisProcess()
    {
        await using var fixture = new LedgerFixture();
        await fixture.AddAsync(fixture.NewRun());
        await fixture.ClaimAsync();

        var node = (await fixture.Ledger.NodesAsync()).Single();

        Assert.AreEqual((Environment.MachineName, (long)Environment.ProcessId, 1L), (node.Name, node.ProcessId, node.Running));
        Assert.AreEqual((true, true, null), (node.IsFirst, node.IsThis, node.Seen));
    }

    [TestMethod]
    public async Task Gauges_OfAClusterOfThree_SayHowManyLiveAndHowTheClockGoes()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var one = Open(store, "web-1");
        await using var two = Open(store, "web-2");
        await using var three = Open(store, "web-3");
        using var readings = new Readings();

        one.Cluster.Start(_ => { }, NullLogger.Instance);
        readings.Observe();

        CollectionAssert.Contains(readings.Of("jobqueue.node.alive"), 3.0);
        Assert.IsLessThan(5.0, Math.Abs(readings.Of("jobqueue.node.skew")[0]));
    }

    [TestMethod]
    public async Task Start_NodeThatWasTakenForDead_SaysSoAndThatItIsAnother()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var node = Open(store, "web-1");
        await using var other = Open(store, "web-2");
        var (log, id) = (new LogLines(), node.Owner);
        node.Cluster.Start(_ => { }, log);

        await other.WriteAsync(connection => connection.Execute("UPDATE nodes SET ended = now() WHERE id = @id", ("@id", id)));
        var line = await log.NextAsync("This node was taken for dead");

        Assert.AreNotEqual(id, node.Owner);
        Assert.AreEqual($"This node was taken for dead, and gives up what it had in hand; it has joined anew as {node.Owner}", line);
    }

    [TestMethod]
    public async Task Start_OtherNodeThatSaysNothing_IsTakenForDeadByItsName()
    {
        var store = (await SharedPostgres.NewStoreAsync())!;
        await using var node = Open(store, "web-1");
        await using var silent = Open(store, "web-2");
        var log = new LogLines();

        node.Cluster.Start(_ => { }, log);
        var line = await log.NextAsync("taken for dead");

        Assert.AreEqual($"Node web-2 ({silent.Owner}) has said nothing for 10 s, and is taken for dead", line);
    }

    private static Ledger Open(string store, string node) => new(LedgerEngine.Open(store, node), NullLogger.Instance);

    private static Task RunAsync(Ledger ledger, int count) => ledger.WriteAsync(connection =>
    {
        for (var i = 0; i < count; i++)
        {
            RunWrites.Add(
                connection,
                new Run
                {
                    Id = RunId.New(LedgerFixture.Now),
                    Due = LedgerFixture.Now,
                    Created = LedgerFixture.Now,
                    State = RunState.Pending,
                    Request = new JobRequest { Uri = "/work" },
                },
                owner: null);
        }

        return RunWrites.Claim(connection, "default", count, ledger.Owner, LedgerFixture.Now);
    });
}
