namespace JobQueue.Jobs.Queue;

/// <summary>The slots of one queue, what holds it back, and whether runs wait for a slot in the ledger.</summary>
/// <param name="limit">How many slots, and how fast they may be used.</param>
/// <param name="clock">The clock of what holds it back.</param>
/// <param name="wake">Called when the time has come for runs that wait.</param>
internal sealed class QueueSlots(QueueLimit limit, TimeProvider clock, Action wake)
{
    private readonly Lock _gate = new();
    private readonly Handoffs _handoffs = new();
    private readonly QueueHold _hold = new(clock);
    private readonly RateTokens? _tokens = limit.Rate is { } rate ? new RateTokens(rate, clock) : null;
    private ITimer? _alarm;
    private int _taken;
    private int _entering;
    private bool _isBacklogged;
    private bool _isClaiming;
    private long _entries;
    private bool _isPaused;

    private long _moved = clock.GetTimestamp();

    /// <summary>
    /// Takes a slot for a run that is not in the ledger yet; only when none waits before it. Without one it will wait itself: then it is
    /// to be <see cref="Entered"/>.
    /// </summary>
    internal TakenSlots? TakeForNew()
    {
        lock (_gate)
        {
            if (!_isBacklogged && _entering == 0 && Room().Free > 0)
                return Take(1, TakenSlots.Nothing);
            _entering++;
            return null;
        }
    }

    /// <summary>The run for which there was no slot is in the ledger, or will not be.</summary>
    internal void Entered()
    {
        lock (_gate)
        {
            _entering--;
            Note();
        }
    }

    /// <summary>Runs may wait in the ledger.</summary>
    internal void NoteBacklog()
    {
        lock (_gate)
            Note();
    }

    /// <summary>
    /// Whether a claim is to set out for the ledger: runs wait, slots are free, and no claim is on its way that will take them. Where time
    /// alone keeps runs from a slot, the queue is woken then.
    /// </summary>
    internal bool BeginClaim()
    {
        lock (_gate)
            return !_isClaiming && (_isClaiming = RoomForBacklog() > 0);
    }

    /// <summary>The claim has arrived at the ledger: takes what slots are free by now, for runs that wait.</summary>
    internal TakenSlots TakeForBacklog(int most)
    {
        lock (_gate)
        {
            _isClaiming = false;
            return Take(Math.Min(RoomForBacklog(), most), _entries);
        }
    }

    /// <summary>Gives back slots for which there is no run. Unless others entered since they were taken, none waits any more.</summary>
    internal void GiveBack(TakenSlots taken, int unused)
    {
        lock (_gate)
        {
            _taken -= unused;
            _tokens?.Release(unused);
            taken.Group.End(unused);
            if (unused > 0 && taken.Mark == _entries)
                _isBacklogged = false;
        }
    }

    /// <summary>One of the runs has arrived at the sender; whether time alone may keep others from a slot now.</summary>
    internal bool NoteSent(TakenSlots taken)
    {
        lock (_gate)
        {
            taken.Group.End(1);
            _tokens?.Spend();
            return _tokens is not null && _isBacklogged;
        }
    }

    internal void Free()
    {
        lock (_gate)
        {
            _taken--;
            _moved = clock.GetTimestamp();
        }
    }

    /// <summary>Gives no slot until this instant, or a later one that was said before.</summary>
    internal void HoldUntil(DateTimeOffset instant)
    {
        lock (_gate)
            _hold.AtLeastUntil(instant);
    }

    /// <summary>As <see cref="HoldUntil"/>, of what is to be <see cref="Recorded"/> in the ledger.</summary>
    internal void HoldUnrecordedUntil(DateTimeOffset instant)
    {
        lock (_gate)
            _hold.UnrecordedUntil(instant);
    }

    /// <inheritdoc cref="QueueHold.Recorded"/>
    internal void Recorded()
    {
        lock (_gate)
            _hold.Recorded();
    }

    /// <inheritdoc cref="QueueHold.OnlyUntil"/>
    internal void HoldOnlyUntil(DateTimeOffset? instant)
    {
        lock (_gate)
        {
            var wasHeld = _hold.IsThere;
            _hold.OnlyUntil(instant);
            if (wasHeld && !_hold.IsThere)
                _moved = clock.GetTimestamp();
        }
    }

    /// <summary>Gives slots again, whatever <see cref="HoldUntil"/> said.</summary>
    internal void HoldNoLonger()
    {
        lock (_gate)
        {
            _hold.End();
            _moved = clock.GetTimestamp();
        }
    }

    /// <summary>Gives no slot while it is paused; whether it was before.</summary>
    internal bool SetPaused(bool isPaused)
    {
        lock (_gate)
        {
            var wasPaused = _isPaused;
            _isPaused = isPaused;
            if (wasPaused != isPaused)
                _moved = clock.GetTimestamp();
            return wasPaused;
        }
    }

    /// <summary>Ends when all runs that have a slot now have arrived at the sender.</summary>
    internal Task SettleAsync()
    {
        lock (_gate)
            return _handoffs.Settle();
    }

    /// <summary>When the next slot is given, where time alone holds it back; null where it does not.</summary>
    internal DateTimeOffset? NotBefore()
    {
        lock (_gate)
            return Room().Wait is { } wait ? clock.GetUtcNow() + wait : null;
    }

    /// <summary>The slots as they are now.</summary>
    internal SlotsSight Look()
    {
        lock (_gate)
        {
            var (free, wait) = Room();
            return new SlotsSight(_taken, Math.Max(0, free), _isPaused, wait, _moved);
        }
    }

    private (int Free, TimeSpan? Wait) Room()
    {
        if (_isPaused)
            return (0, null);
        if (_hold.IsThere)
        {
            var wait = _hold.Left;
            if (wait > TimeSpan.Zero)
                return (0, wait);
            _hold.End();
            _moved = clock.GetTimestamp();
        }

        var free = limit.Concurrency - _taken;
        if (_tokens is null || free <= 0)
            return (free, null);
        var tokens = _tokens.Free();
        return tokens > 0 ? (Math.Min(free, tokens), null) : (0, _tokens.UntilNext());
    }

    private int RoomForBacklog()
    {
        var (free, wait) = _isBacklogged ? Room() : default;
        if (wait is { } until)
            WakeAfter(until);
        return free;
    }

    private TakenSlots Take(int count, long mark)
    {
        if (count > 0)
            _moved = clock.GetTimestamp();
        _taken += count;
        _tokens?.Reserve(count);
        return new TakenSlots(count, mark, _handoffs.Begin(count));
    }

    private void WakeAfter(TimeSpan wait)
    {
        if (_alarm is null)
        {
            // Of whoever came by here, the timer keeps nothing.
            using (ExecutionContext.SuppressFlow())
                _alarm = clock.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        // Timers count whole milliseconds: rounded down, they would fire again and again until it is time.
        _alarm.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private void Note()
    {
        _isBacklogged = true;
        _entries++;
    }
}
