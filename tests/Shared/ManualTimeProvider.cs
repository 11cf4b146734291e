namespace JobQueue.Tests;

/// <summary>A clock that stands still until <see cref="Advance"/>; timers fire from there, in order of their time.</summary>
internal sealed class ManualTimeProvider(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private readonly List<(DateTimeOffset Due, TaskCompletionSource IsSet)> _awaited = [];
    private readonly TaskCompletionSource _timerStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset _now = start;
    private TimeSpan _skipped;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return (_now - _skipped).UtcTicks;
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Ends when the first timer has been started.</summary>
    public Task WaitForTimerAsync(TimeSpan limit) => _timerStarted.Task.WaitAsync(limit);

    /// <summary>Ends when a timer is set to this instant.</summary>
    public Task WaitForTimerAsync(DateTimeOffset due, TimeSpan limit)
    {
        var isSet = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _awaited.Add((due, isSet));
            _timers.ForEach(TellSet);
        }

        return isSet.Task.WaitAsync(limit);
    }

    public void Advance(TimeSpan by)
    {
        var end = GetUtcNow() + by;
        while (TakeDue(end) is { } due)
            due.Fire();
        lock (_gate)
            _now = end;
    }

    /// <summary>Sets the wall clock, as people or a suspended machine do: no time passes.</summary>
    public void Jump(TimeSpan by)
    {
        lock (_gate)
        {
            (_now, _skipped) = (_now + by, _skipped + by);
            _timers.ForEach(timer => timer.Due += by);
        }
    }

    private void TellSet(ManualTimer timer) => _awaited.Where(one => one.Due == timer.Due).ToList().ForEach(one => one.IsSet.TrySetResult());

    private ManualTimer? TakeDue(DateTimeOffset end)
    {
        lock (_gate)
        {
            var timer = _timers.Where(t => t.Due <= end).MinBy(t => t.Due);
            if (timer is null)
                return null;
            _now = timer.Due > _now ? timer.Due : _now;
            timer.Due += timer.Period;
            if (timer.Period == TimeSpan.Zero)
                _timers.Remove(timer);
            return timer;
        }
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                Period = period == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : period;
                Due = clock._now + dueTime;
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                clock._timers.Add(this);
                clock.TellSet(this);
            }

            clock._timerStarted.TrySetResult();
            return true;
        }

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, TimeSpan.Zero);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
