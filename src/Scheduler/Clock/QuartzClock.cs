using JobQueue.Jobs;
using JobQueue.Jobs.Store.Postgres;
using Microsoft.Extensions.Logging;
using Quartz;
using Quartz.Impl.Triggers;

namespace JobQueue.Scheduler.Clock;

/// <summary>
/// Quartz as the clock: a trigger for each recurring job, and one, the alarm, for the earliest of all that waits in the ledger.
/// In memory; whoever starts it fills it from the ledger. In a cluster the recurring jobs' triggers are shared by all nodes.
/// </summary>
/// <remarks>
/// The alarm and the question stay in memory on each node of a cluster: each sets them from the ledger, and an alarm that goes off on
/// several nodes releases what is due once.
/// </remarks>
internal sealed partial class QuartzClock : IAsyncDisposable
{
    private const int Threads = 64;

    // Alarm and question.
    private const int ThreadsBesideCluster = 4;

    // After one that failed, as when the ledger's disk was full.
    private static readonly TimeSpan AlarmAgain = TimeSpan.FromSeconds(1);

    private static readonly TriggerKey AlarmKey = new("alarm", "jobqueue");
    private static readonly TriggerKey QuestionKey = new("question", "jobqueue");

    private readonly IJobDetail _dueJob = JobBuilder.Create<DueJob>().WithIdentity(DueJob.Key).StoreDurably().Build();
    private readonly SemaphoreSlim _alarmGate = new(1);
    private readonly TimeProvider _time;
    private readonly ILogger<QuartzClock> _logger;
    private readonly DueJob _job;
    private readonly ClusteredTriggers? _cluster;
    private IScheduler? _scheduler;
    private DateTimeOffset? _alarm;
    private bool _isHindered;
    private TaskCompletionSource _answer = new();

    /// <summary>A clock that is not prepared yet.</summary>
    /// <param name="time">The time.</param>
    /// <param name="logger">Hears of what could not be entered.</param>
    /// <param name="cluster">Where the recurring jobs' triggers are; null for in memory.</param>
    public QuartzClock(TimeProvider time, ILogger<QuartzClock> logger, ClockCluster? cluster = null)
    {
        (_time, _logger, _job) = (time, logger, new DueJob(FireAsync));
        _cluster = cluster is null ? null : new ClusteredTriggers(cluster, _job, time, logger);
    }

    /// <summary>
    /// Called with a job's id and its due, or where a node of the cluster died while it fired one, the instant it did, which is not earlier.
    /// Set before <see cref="StartAsync"/>.
    /// </summary>
    internal Func<string, DateTimeOffset, Task> Due { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called when the alarm goes off; it is unset by then.</summary>
    internal Func<Task> Alarm { get; set; } = () => Task.CompletedTask;

    /// <summary>Makes the clock; nothing fires before <see cref="StartAsync"/>.</summary>
    internal async Task PrepareAsync(CancellationToken cancel)
    {
        _scheduler = await QuartzSchedulerBuilder.Create(quartz => quartz
                .ConfigureScheduler(options => options.InstanceName = "jobqueue-" + Guid.CreateVersion7(_time.GetUtcNow()))
                .UseInMemoryStore(_ => { })
                .UseDefaultThreadPool(_cluster is null ? Threads : ThreadsBesideCluster)
                .UseTimeProvider(_time)
                .UseJobFactory(_job))
            .BuildScheduler(cancel);
        await _scheduler.AddJob(_dueJob, default, cancel);
        if (_cluster is not null)
            await _cluster.PrepareAsync(cancel);
    }

    internal async Task StartAsync(CancellationToken cancel)
    {
        await Scheduler.Start(cancel);
        if (_cluster is not null)
            await _cluster.StartAsync(cancel);
    }

    /// <summary>In a cluster: this node fires no recurring jobs while it is hindered.</summary>
    internal async Task SetHinderedAsync(bool isHindered, CancellationToken cancel)
    {
        if (_cluster is null || isHindered == _isHindered)
            return;
        await (isHindered ? _cluster.StopAsync(cancel) : _cluster.StartAsync(cancel));
        _isHindered = isHindered;
    }

    /// <summary>Nothing fires any more.</summary>
    internal async Task StopAsync(CancellationToken cancel)
    {
        if (_scheduler is { } scheduler)
            await scheduler.Standby(cancel);
        if (_cluster is not null)
            await _cluster.StopAsync(cancel);
    }

    /// <summary>
    /// Gives jobs their triggers, in place of those they may have. In a cluster a trigger that is there with the same definition stays.
    /// </summary>
    internal async Task SetAsync(IReadOnlyCollection<TimedJob> jobs, CancellationToken cancel)
    {
        if (_cluster is not null)
        {
            await _cluster.SetAsync(jobs, cancel);
            return;
        }

        var triggers = new List<ITrigger>(jobs.Count);
        foreach (var (id, schedule, after, definition) in jobs)
        {
            var trigger = new DueTrigger(schedule, after, definition, _time) { Key = new TriggerKey(id, DueJob.TriggerGroup), JobKey = DueJob.Key };
            if (trigger.ComputeFirstFireTimeUtc(null) is not null)
                triggers.Add(trigger);
        }

        // All at once: one at a time, each would wake the scheduler.
        if (triggers.Count > 0)
            await Scheduler.ScheduleJobs(
                new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>> { [_dueJob] = triggers }, new ScheduleJobOptions { Replace = true }, cancel);
    }

    /// <summary>In a cluster, the triggers that are there.</summary>
    /// <exception cref="InvalidOperationException">The clock is in memory.</exception>
    internal Task<StoredTriggers> StoredAsync(CancellationToken cancel) => Shared.StoredAsync(cancel);

    /// <inheritdoc cref="ClusteredTriggers.ReconcileAsync"/>
    /// <exception cref="InvalidOperationException">The clock is in memory.</exception>
    internal Task<Reconciled> ReconcileAsync(
        StoredTriggers stored, IReadOnlyCollection<TimedJob> jobs, IReadOnlySet<string> known, CancellationToken cancel) =>
        Shared.ReconcileAsync(stored, jobs, known, cancel);

    /// <inheritdoc cref="ClusteredTriggers.IsBehindAsync"/>
    /// <remarks>In memory never.</remarks>
    internal Task<bool> IsBehindAsync(CancellationToken cancel) => _cluster?.IsBehindAsync(cancel) ?? Task.FromResult(false);

    internal async Task RemoveAsync(IReadOnlyCollection<string> jobIds, CancellationToken cancel)
    {
        if (_cluster is not null)
            await _cluster.RemoveAsync(jobIds, cancel);
        else
            await Scheduler.UnscheduleJobs([.. jobIds.Select(id => new TriggerKey(id, DueJob.TriggerGroup))], cancel);
    }

    /// <summary>Whether a change of triggers failed for the database, which another time may take it.</summary>
    internal static bool IsPassing(Exception e) => e is SchedulerException || PostgresFailure.IsPassing(e);

    /// <summary>The triggers that nodes share could not follow a change of jobs.</summary>
    internal void TellBehind(Exception why) => Log.Behind(_logger, why);

    /// <summary>Another node changed the jobs: looks at the triggers now. In memory there is nothing to look at.</summary>
    internal Task WakeAsync(CancellationToken cancel) => _cluster?.WakeAsync(cancel) ?? Task.CompletedTask;

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
        await FireOnceAsync(QuestionKey, _time.GetUtcNow(), CancellationToken.None);
        await answer.Task;
    }

    public async ValueTask DisposeAsync()
    {
        if (_scheduler is { } scheduler)
            await scheduler.Shutdown(waitForJobsToComplete: false, CancellationToken.None);
        if (_cluster is not null)
            await _cluster.EndAsync();
        _alarmGate.Dispose();
    }

    private ClusteredTriggers Shared => _cluster ?? throw new InvalidOperationException("only triggers that nodes share are reconciled");

    private IScheduler Scheduler => _scheduler ?? throw new InvalidOperationException("the clock was not prepared");

    private async Task FireOnceAsync(TriggerKey key, DateTimeOffset at, CancellationToken cancel)
    {
        var trigger = new SimpleTriggerImpl(_time)
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
            while (due - _time.GetUtcNow() is { Ticks: > 0 } early)
                await Task.Delay(early > TimeSpan.FromMilliseconds(1) ? early : TimeSpan.FromMilliseconds(1), _time);
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
        catch (Exception e) when (!Exhaustion.EndsProcess(e))
        {
            Log.Failed(_logger, key.Name, due, e);
            if (key.Equals(AlarmKey))
                await SetAlarmAsync(_time.GetUtcNow() + AlarmAgain, CancellationToken.None);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(20, LogLevel.Error, "{Trigger}, due {Due}, could not be entered")]
        internal static partial void Failed(ILogger logger, string trigger, DateTimeOffset due, Exception e);

        [LoggerMessage(22, LogLevel.Warning, "The triggers of the cluster do not follow a change of jobs yet; they will within two minutes")]
        internal static partial void Behind(ILogger logger, Exception e);
    }
}
