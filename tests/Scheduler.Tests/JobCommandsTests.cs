using System.Threading.Channels;
using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Scheduler.Tests;

[TestClass]
public sealed class JobCommandsTests : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly TempFolder _folder = new();
    private readonly Ledger _ledger;
    private readonly HeldSender _sender = new();
    private readonly QuartzClock _clock = new(TimeProvider.System, NullLogger<QuartzClock>.Instance);
    private readonly Dispatcher _dispatcher;
    private readonly RunQueue _queue;
    private readonly Recurring _recurring;
    private readonly JobCommands _commands;

    public JobCommandsTests()
    {
        _ledger = Ledger.Open(_folder.File("jobqueue.db"), NullLogger.Instance);
        _dispatcher = new Dispatcher(_ledger, _sender, TimeProvider.System, new Random(1), NullLogger<Dispatcher>.Instance);
        _queue = new RunQueue(_ledger, _dispatcher, TimeProvider.System, new QueueLimits(1), NullLogger<RunQueue>.Instance);
        _recurring = new Recurring(_ledger, _queue, _clock, TimeProvider.System, new SchedulerOptions());
        _commands = new JobCommands(_ledger, _queue, _recurring, new Waiting(_ledger, _queue, _clock, TimeProvider.System), TimeProvider.System);
    }

    [TestMethod]
    public async Task ResumeAsync_OneTimeJobThatWaitedForASlot_IsSent()
    {
        await _queue.StartAsync();
        await OnceAsync();
        var waits = await OnceAsync();
        await _commands.PauseAsync(waits, who: null, reason: null);
        await EndFirstAsync();

        var resumed = await _commands.ResumeAsync(waits, who: null, reason: null);

        Assert.AreEqual(CommandResult.Done, resumed);
        Assert.AreEqual(waits, (await _sender.NextAsync()).RunId);
    }

    [TestMethod]
    public async Task ResumeAsync_JobWhoseRunWaitsInItsFormerQueue_IsSent()
    {
        await _queue.StartAsync();
        await OnceAsync();
        var job = NewJob();
        await PutAsync(job);
        var (_, waits) = await _commands.RunAsync(job.Id, who: null, reason: null);
        await _commands.PauseAsync(job.Id, who: null, reason: null);
        await PutAsync(job with { State = JobState.Paused, Policy = job.Policy with { Queue = "mails" } });
        await EndFirstAsync();

        await _commands.ResumeAsync(job.Id, who: null, reason: null);

        Assert.AreEqual(waits, (await _sender.NextAsync()).RunId);
    }

    public async ValueTask DisposeAsync()
    {
        _recurring.Dispose();
        await _clock.DisposeAsync();
        await _ledger.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<string> OnceAsync() =>
        (await _commands.ScheduleOnceAsync(Now, new JobRequest { Uri = "/work" }, JobPolicy.Default, requestedBy: null, key: null)).Id!;

    private Task PutAsync(RecurringJob job) => _ledger.WriteAsync(connection =>
    {
        JobRows.Put(connection, job);
        return true;
    });

    // Then its slot is free, and the claim that followed found nothing.
    private async Task EndFirstAsync()
    {
        var recorded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _dispatcher.Recorded += _ => recorded.TrySetResult();
        (await _sender.NextAsync()).End();
        await recorded.Task.WaitAsync(Limit);
        await _ledger.WriteAsync(_ => true);
        await _ledger.WriteAsync(_ => true);
    }

    private static RecurringJob NewJob() => new()
    {
        Id = RunId.New(Now),
        Identity = "backup",
        Schedule = "@yearly",
        TimeZone = "UTC",
        Anchor = Now,
        Source = "/jobs.crontab",
        Fingerprint = "f",
        Request = new JobRequest { Uri = "/work" },
        Policy = JobPolicy.Default,
        Created = Now,
    };

    /// <summary>Answers when it is told to.</summary>
    private sealed class HeldSender : ISender
    {
        private readonly Channel<Exchange> _begun = Channel.CreateUnbounded<Exchange>();

        public Task<AttemptResult> SendAsync(RunAttempt attempt, CancellationToken abort)
        {
            var exchange = new Exchange(attempt.RunId);
            _begun.Writer.TryWrite(exchange);
            return exchange.Result;
        }

        internal Task<Exchange> NextAsync() => _begun.Reader.ReadAsync().AsTask().WaitAsync(Limit);
    }

    private sealed class Exchange(string runId)
    {
        private readonly TaskCompletionSource<AttemptResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal string RunId => runId;

        internal Task<AttemptResult> Result => _result.Task;

        internal void End() => _result.SetResult(new AttemptResult(AttemptEnd.Responded, new Response { Status = 200 }, null));
    }
}
