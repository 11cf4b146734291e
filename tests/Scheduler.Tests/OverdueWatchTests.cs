using System.Threading.Channels;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Times;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Scheduler.Tests;

[TestClass]
public sealed class OverdueWatchTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public async Task RunAsync_JobThatDoesNotSucceed_IsToldAtItsDeadline()
    {
        await using var fixture = new Fixture();
        await fixture.AddAsync(TimeSpan.FromHours(1));
        var running = fixture.Watch.RunAsync(fixture.Stop.Token);
        await fixture.Time.WaitForTimerAsync(Limit);
        var before = await fixture.OverdueAsync();

        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Told.Reader.ReadAsync().AsTask().WaitAsync(Limit);

        Assert.AreEqual((0, 1), (before, await fixture.OverdueAsync()));
        await fixture.EndAsync(running);
    }

    [TestMethod]
    public async Task RunAsync_JobThatIsAdded_IsWatched()
    {
        await using var fixture = new Fixture();
        var running = fixture.Watch.RunAsync(fixture.Stop.Token);

        await fixture.AddAsync(TimeSpan.FromMinutes(1));
        await fixture.Time.WaitForTimerAsync(Limit);
        fixture.Time.Advance(TimeSpan.FromMinutes(1));
        await fixture.Told.Reader.ReadAsync().AsTask().WaitAsync(Limit);

        Assert.AreEqual(1, await fixture.OverdueAsync());
        await fixture.EndAsync(running);
    }

    [TestMethod]
    public async Task RunAsync_JobThatSucceedsAndThenNoMore_IsToldAgain()
    {
        await using var fixture = new Fixture();
        await fixture.AddAsync(TimeSpan.FromHours(1));
        var running = fixture.Watch.RunAsync(fixture.Stop.Token);
        await fixture.Time.WaitForTimerAsync(Start.AddHours(1), Limit);
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Told.Reader.ReadAsync().AsTask().WaitAsync(Limit);

        await fixture.SucceedAsync();
        await fixture.Time.WaitForTimerAsync(Start.AddHours(2), Limit);
        fixture.Time.Advance(TimeSpan.FromHours(1));
        await fixture.Told.Reader.ReadAsync().AsTask().WaitAsync(Limit);

        Assert.AreEqual(2, await fixture.OverdueAsync());
        await fixture.EndAsync(running);
    }

    [TestMethod]
    public async Task RunAsync_ValueThatCannotBeRead_IsLookedAtAgainInHalfAMinute()
    {
        await using var fixture = new Fixture();
        await fixture.AddAsync(TimeSpan.FromHours(1));
        await fixture.SucceedAsync("at noon");
        var running = fixture.Watch.RunAsync(fixture.Stop.Token);
        await fixture.Time.WaitForTimerAsync(Start.AddSeconds(30), Limit);
        await fixture.SucceedAsync();

        fixture.Time.Advance(TimeSpan.FromSeconds(30));
        await fixture.Time.WaitForTimerAsync(Start.AddHours(1), Limit);

        await fixture.EndAsync(running);
    }

    private sealed class Fixture : IAsyncDisposable
    {
        private readonly TempFolder _folder = new();
        private readonly Ledger _ledger;
        private readonly QuartzClock _clock = new(TimeProvider.System, NullLogger<QuartzClock>.Instance);
        private readonly HttpSender _sender;
        private readonly Recurring _recurring;
        private readonly string _job = RunId.New(Start);

        internal Fixture()
        {
            _ledger = Ledger.Open(_folder.File("jobqueue.db"), NullLogger.Instance);
            _sender = new HttpSender(() => [], Time);
            var queue = new RunQueue(
                _ledger, new Dispatcher(_ledger, _sender, Time, new Random(1), NullLogger<Dispatcher>.Instance), Time, new QueueLimits(1),
                NullLogger<RunQueue>.Instance);
            _recurring = new Recurring(_ledger, queue, _clock, Time, new SchedulerOptions());
            Watch = new OverdueWatch(_ledger, _recurring, Time, new SignalLogger(Told));
        }

        internal ManualTimeProvider Time { get; } = new(Start);

        internal OverdueWatch Watch { get; }

        internal Channel<int> Told { get; } = Channel.CreateUnbounded<int>();

        internal CancellationTokenSource Stop { get; } = new();

        internal async Task AddAsync(TimeSpan every)
        {
            await _clock.PrepareAsync(CancellationToken.None);
            var job = new RecurringJob
            {
                Id = _job,
                Identity = "backup",
                Schedule = "@yearly",
                TimeZone = "UTC",
                Anchor = Start,
                Source = "/jobs.crontab",
                Fingerprint = "f",
                Request = new JobRequest { Uri = "/work" },
                Policy = JobPolicy.Default with { Name = "backup", ExpectEvery = every },
                Created = Start,
            };
            await _ledger.WriteAsync(connection =>
            {
                JobRows.Put(connection, job);
                return true;
            });
            await _recurring.SetAsync(new LiveJob(job, ScheduleText.Parse("@yearly", TimeZoneInfo.Utc).Schedule!, Start), CancellationToken.None);
        }

        internal Task SucceedAsync() => _ledger.WriteAsync(connection => ExpectationRows.NoteSuccess(connection, _job, Time.GetUtcNow()));

        internal Task SucceedAsync(string at) => _ledger.WriteAsync(connection => connection.Execute(
            "INSERT INTO expectations (job, succeeded) VALUES (@job, @at)", ("@job", _job), ("@at", at)));

        internal async Task<int> OverdueAsync() =>
            (await _ledger.ReadAsync(connection => connection.All("SELECT 1 FROM events WHERE kind = 'overdue'", row => row.Int32(0)))).Count;

        internal async Task EndAsync(Task running)
        {
            await Stop.CancelAsync();
            await running.WaitAsync(Limit);
        }

        public async ValueTask DisposeAsync()
        {
            _recurring.Dispose();
            _sender.Dispose();
            await _clock.DisposeAsync();
            await _ledger.DisposeAsync();
            Stop.Dispose();
            _folder.Dispose();
        }
    }

    /// <summary>Hands over the numbers of what is logged.</summary>
    private sealed class SignalLogger(Channel<int> events) : ILogger<OverdueWatch>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            events.Writer.TryWrite(eventId.Id);
    }
}
