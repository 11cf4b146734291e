using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Tests.Queue;

/// <summary>What becomes of a run whose row cannot be read, and of those behind it.</summary>
public abstract class UnreadableRunConformance : StoreConformance
{
    /// <summary>Has the ledger take a cause that there is not.</summary>
    protected abstract string TakeAnyCause { get; }

    [TestMethod]
    // A column of the next run, its value
    [DataRow("due", "0000-xx")]
    [DataRow("policy", "{")]
    [DataRow("policy", "null")]
    [DataRow("cause", "whim")]
    [DataRow("attempt", "3000000000")]
    public async Task Wake_NextRunCannotBeRead_IsPausedAndToldAndTheOthersGoOn(string column, string value)
    {
        var logger = new SignalLogger();
        await using var fixture = new QueueFixture(store: await NewStoreAsync(), logger: logger);
        var (damaged, whole) = (fixture.Store.NewRun(), fixture.Store.NewRun());
        await fixture.Store.AddAsync(damaged);
        await fixture.Store.AddAsync(whole);
        await fixture.Store.Ledger.WatchAsync();
        await fixture.Store.Ledger.WriteAsync(connection =>
        {
            connection.Execute(TakeAnyCause);
            return connection.ExecuteMuted($"UPDATE runs SET {column} = @value WHERE id = @id", ("@value", value), ("@id", damaged.Id));
        });

        await fixture.Queue.StartAsync();
        var sent = await fixture.BegunAsync();
        var (level, text) = await logger.First.WaitAsync(PostgresServer.Limit);
        var events = await fixture.Store.Ledger.ReadAsync(connection => EventRows.OfRun(connection, damaged.Id, limit: 9));

        Assert.AreEqual(whole.Id, sent.Id);
        Assert.AreEqual(LogLevel.Error, level);
        Assert.AreEqual("What is next in queue default cannot be claimed; runs that cannot be read are paused, and the others go on", text);
        Assert.AreEqual("paused", events.Single().Kind);
    }
}
