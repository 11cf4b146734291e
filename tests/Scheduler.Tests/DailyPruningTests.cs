using System.Threading.Channels;
using JobQueue.Jobs;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Store.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Scheduler.Tests;

[TestClass]
public sealed class DailyPruningTests
{
    private const int Pruned = 60;
    private const int Failed = 61;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [TestMethod]
    public async Task Run_LedgerThatWasNeverPruned_IsPrunedSoonAfterTheStart()
    {
        await using var daily = new Daily();

        daily.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.AreEqual(Pruned, await daily.LoggedAsync());
        CollectionAssert.AreEqual(new[] { Start.AddSeconds(10) }, await daily.PrunedAsync());
    }

    [TestMethod]
    public async Task Run_LedgerThatWasPrunedToday_IsPrunedAtTheTimeOfTheZoneEveryDay()
    {
        await using var daily = new Daily(lastPruned: Start.AddHours(-1));

        daily.Time.Advance(TimeSpan.FromSeconds(10));
        daily.Time.Advance(new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero) - daily.Time.GetUtcNow());
        var first = await daily.LoggedAsync();
        daily.Time.Advance(TimeSpan.FromDays(1));
        var second = await daily.LoggedAsync();

        Assert.AreEqual((Pruned, Pruned), (first, second));
        CollectionAssert.AreEqual(
            new[] { "2026-03-01T11:00", "2026-03-02T02:00", "2026-03-03T02:00" },
            (await daily.PrunedAsync()).Select(at => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm")).ToArray(),
            "03:00 in Berlin");
    }

    [TestMethod]
    public async Task Run_LastPruningYetToCome_IsNoReasonToWaitForIt()
    {
        await using var daily = new Daily(lastPruned: Start.AddYears(50));

        daily.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.AreEqual(Pruned, await daily.LoggedAsync());
    }

    [TestMethod]
    public async Task Run_DiskThatIsFull_IsTriedAgainAndEndsNothing()
    {
        await using var daily = new Daily();
        await daily.WriteAsync("""
            CREATE TABLE filler (bytes BLOB);
            CREATE TEMP TRIGGER full BEFORE DELETE ON runs BEGIN INSERT INTO filler VALUES (zeroblob(1000000)); END;
            PRAGMA max_page_count = 1;
            """);

        daily.Time.Advance(TimeSpan.FromSeconds(10));
        var full = await daily.LoggedAsync();
        await daily.WriteAsync("DROP TRIGGER full");
        daily.Time.Advance(TimeSpan.FromMinutes(5));
        var free = await daily.LoggedAsync();

        Assert.AreEqual((Failed, Pruned), (full, free));
        Assert.IsFalse(daily.Ledger.Ended.IsCompleted);
        Assert.AreEqual(1L, await daily.Ledger.ReadAsync(connection => connection.Scalar("SELECT count(*) FROM runs")));
    }

    /// <summary>Daily pruning at 03:00 in Berlin of a ledger with one old run, on a clock of its own.</summary>
    private sealed class Daily : IAsyncDisposable
    {
        private readonly TempFolder _folder = new();
        private readonly CancellationTokenSource _stop = new();
        private readonly SignalLogger _logger = new();
        private readonly Task _running;

        internal Daily(DateTimeOffset? lastPruned = null)
        {
            Ledger = Ledger.Open(_folder.File("jobqueue.db"), NullLogger.Instance);
            Ledger.WriteAsync(connection =>
            {
                RunRows.Insert(connection, Run(Start.AddDays(-100)), owner: null);
                RunRows.Insert(connection, Run(Start), owner: null);
                if (lastPruned is { } at)
                    EventRows.Add(connection, at, PruneReads.Event);
                return true;
            }).GetAwaiter().GetResult();
            var pruning = new Pruning(Ledger, new RetentionLimits(TimeSpan.FromDays(30), 10), Time);
            _running = new DailyPruning(pruning, Ledger, new TimeOnly(3, 0), Zones.Berlin, Time, _logger).RunAsync(_stop.Token);
        }

        internal ManualTimeProvider Time { get; } = new(Start);

        internal Ledger Ledger { get; }

        internal async Task<int> LoggedAsync() => await _logger.Events.Reader.ReadAsync().AsTask().WaitAsync(Limit);

        internal Task<List<DateTimeOffset>> PrunedAsync() => Ledger.ReadAsync(connection => connection.All(
            "SELECT at FROM events WHERE kind = 'pruned' ORDER BY seq", row => InstantText.Parse(row.String(0))));

        internal Task WriteAsync(string script) => Ledger.WriteAsync(connection =>
        {
            ((SqliteLedger)connection).ExecuteScript(script);
            return true;
        });

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running.WaitAsync(Limit);
            await Ledger.DisposeAsync();
            _stop.Dispose();
            _folder.Dispose();
        }

        private static Run Run(DateTimeOffset at) => new()
        {
            Id = RunId.New(at),
            Due = at,
            Created = at,
            Finished = at,
            State = RunState.Succeeded,
            Request = new JobRequest { Uri = "/work" },
        };
    }

    /// <summary>Hands over the numbers of what is logged.</summary>
    private sealed class SignalLogger : ILogger<DailyPruning>
    {
        internal Channel<int> Events { get; } = Channel.CreateUnbounded<int>();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Events.Writer.TryWrite(eventId.Id);
    }
}
