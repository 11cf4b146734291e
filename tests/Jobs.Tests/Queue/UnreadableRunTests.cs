using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace JobQueue.Jobs.Tests.Queue;

[TestClass]
public sealed class UnreadableRunTests
{
    [TestMethod]
    // A column of the next run, its value
    [DataRow("due", "0000-xx")]
    [DataRow("policy", "{")]
    public async Task Wake_NextRunCannotBeRead_IsPausedAndToldAndTheOthersGoOn(string column, string value)
    {
        var logger = new SignalLogger();
        await using var fixture = new QueueFixture(logger: logger);
        var (damaged, whole) = (fixture.Store.NewRun(), fixture.Store.NewRun());
        await fixture.Store.AddAsync(damaged);
        await fixture.Store.AddAsync(whole);
        await fixture.Store.Ledger.WatchAsync();
        await fixture.Store.Ledger.WriteAsync(connection =>
            connection.ExecuteMuted($"UPDATE runs SET {column} = @value WHERE id = @id", ("@value", value), ("@id", damaged.Id)));

        await fixture.Queue.StartAsync();
        var sent = await fixture.BegunAsync();
        var (level, text) = await logger.First.WaitAsync(PostgresServer.Limit);
        var events = await fixture.Store.Ledger.ReadAsync(connection => EventRows.OfRun(connection, damaged.Id, limit: 9));

        Assert.AreEqual(whole.Id, sent.Id);
        Assert.AreEqual(LogLevel.Error, level);
        Assert.AreEqual("What is next in queue default cannot be claimed; runs that cannot be read are paused, and the others go on", text);
        Assert.AreEqual("paused", events.Single().Kind);
    }

    private sealed class SignalLogger : ILogger<RunQueue>
    {
        private readonly TaskCompletionSource<(LogLevel, string)> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<(LogLevel Level, string Text)> First => _first.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _first.TrySetResult((logLevel, formatter(state, exception)));
    }
}
