using JobQueue.Scheduler.Times;
using Microsoft.Extensions.Logging;
using Quartz;
using Quartz.Impl.Triggers;

namespace JobQueue.Scheduler.Clock;

/// <summary>
/// Quartz as the clock: a trigger for each recurring job, and one, the alarm, for the earliest of all that waits in the ledger.
/// In memory; whoever starts it fills it from the ledger.
/// </summary>
internal sealed partial class QuartzClock(TimeProvider time, ILogger<QuartzClock> logger) : IAsyncDisposable
{
    private const string Jobs = "jobs";
    private const int Threads = 64;

    // After one that failed, as when the ledger's disk was full.
    private static readonly TimeSpan AlarmAgain = TimeSpan.FromSeconds(1);

    private static readonly TriggerKey AlarmKey = new("alarm", "jobqueue");
    private static readonly TriggerKey QuestionKey = new("question", "jobqueue");

    private readonly IJobDetail _dueJob = JobBuilder.Create<DueJob>().WithIdentity(DueJob.Key).StoreDurably().Build();
    private readonly SemaphoreSlim _alarmGate = new(1);
    private IScheduler? _scheduler;
    private DateTimeOffset? _alarm;
    private TaskCompletionSource _answer = new();

    /// <summary>Called with a job's id and its due; set before <see cref="StartAsync"/>.</summary>
    internal Func<string, DateTimeOffset, Task> Due { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called when the alarm goes off; it is unset by then.</summary>
    internal Func<Task> Alarm { get; set; } = () => Task.CompletedTask;

    /// <summary>Makes the clock; nothing fires before <see cref="StartAsync"/>.</summary>
    internal async Task PrepareAsync(CancellationToken cancel)
    {
        var job = new DueJob(FireAsync);
        _scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz
                .ConfigureScheduler(options => options.InstanceName = "jobqueue-" + Guid.CreateVersion7(time.GetUtcNow()))
                .UseInMemoryStore(_ => { })
                .UseDefaultThreadPool(Threads)
                .UseTimeProvider(time)
                .UseJobFactory(job))
            .BuildScheduler(cancel);
        await _scheduler.AddJob(_dueJob, default, cancel);
    }

    internal async Task StartAsync(CancellationToken cancel) => await Scheduler.Start(cancel);

    /// <summary>Nothing fires any more.</summary>
    internal async Task StopAsync(CancellationToken cancel)
    {
        if (_scheduler is { } scheduler)
            await scheduler.Standby(cancel);
    }

    /// <summary>Gives jobs their triggers, in place of those they may have.</summary>
    /// <param name="jobs">Ids of recurring jobs; when each is due; and strictly after what. What lies in the past fires at once.</param>
    /// <param name="cancel">Gives up.</param>
    internal async Task SetAsync(IReadOnlyCollection<(string JobId, Schedule Schedule, DateTimeOffset After)> jobs, CancellationToken cancel)
    {
        var triggers = new List<ITrigger>(jobs.Count);
        foreach (var (id, schedule, after) in jobs)
        {
            var trigger = new DueTrigger(schedule, after, time) { Key = new TriggerKey(id, Jobs), JobKey = DueJob.Key };
            if (trigger.ComputeFirstFireTimeUtc(null) is not null)
                triggers.Add(trigger);
        }

        // All at once: one at a time, each would wake the scheduler.
        if (triggers.Count > 0)
            await Scheduler.ScheduleJobs(
                new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> { [_dueJob] = triggers }, new ScheduleJobOptions { Replace = true }, cancel);
    }

    internal async Task RemoveAsync(IEnumerable<string> jobIds, CancellationToken cancel) =>
        await Scheduler.UnscheduleJobs([.. jobIds.Select(id => new TriggerKey(id, Jobs))], cancel);

    /// <summary>Sets the alarm to this instant, unless it is set to an earlier one.</summary>
    internal async Task SetAlarmAsync(DateTimeOffset at, CancellationToken cancel)
    {
        await _alarmGate.WaitAsync(cancel);
        try
        {
            if (_alarm <= at)
                return;
            await FireOnceAsync(AlarmKey, at, cancel);
            _alarm = at;
        }
        finally
        {
            _alarmGate.Release();
        }
    }

    /// <summary>Ends when the clock has fired something that is due now.</summary>
    internal async Task AnswerAsync()
    {
        var answer = _answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await FireOnceAsync(QuestionKey, time.GetUtcNow(), CancellationToken.None);
        await answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_scheduler is { } scheduler)
            await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None);
        _alarmGate.Dispose();
    }

    private IScheduler Scheduler => _scheduler ?? throw new InvalidOperationException("the clock was not prepared");

    private async Task FireOnceAsync(TriggerKey key, DateTimeOffset at, CancellationToken cancel)
    {
        var trigger = new SimpleTriggerImpl(time)
        {
            Key = key,
            JobKey = DueJob.Key,
            StartTimeUtc = at,
            MisfireInstructionCode = (int)SimpleTriggerMisfireInstruction.IgnoreMisfires,
        };
        await Scheduler.ScheduleJob(trigger, new ScheduleJobOptions { Replace = true }, cancel);
    }

    private async Task FireAsync(TriggerKey key, DateTimeOffset due)
    {
        if (key.Equals(QuestionKey))
        {
            _answer.TrySetResult();
            return;
        }

        try
        {
            // Timers may run a little ahead of the wall clock; nothing fires early.
            while (due - time.GetUtcNow() is { Ticks: > 0 } early)
                await Task.Delay(early > TimeSpan.FromMilliseconds(1) ? early : TimeSpan.FromMilliseconds(1), time);
            if (!key.Equals(AlarmKey))
            {
                await Due(key.Name, due);
                return;
            }

            await _alarmGate.WaitAsync();
            _alarm = null;
            _alarmGate.Release();
            await Alarm();
        }
        catch (Exception e)
        {
            Log.Failed(logger, key.Name, due, e);
            if (key.Equals(AlarmKey))
                await SetAlarmAsync(time.GetUtcNow() + AlarmAgain, CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Error, "{Trigger}, due {Due}, could not be entered")]
        internal static partial void Failed(ILogger logger, string trigger, DateTimeOffset due, Exception e);
    }
}
