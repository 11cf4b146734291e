namespace JobQueue.Jobs.Queue;

/// <summary>How long a response holds a queue back. Not for several threads.</summary>
/// <param name="clock">The clock of it.</param>
internal sealed class QueueHold(TimeProvider clock)
{
    // A timestamp of the clock and the time from there: no step of the wall clock moves its end.
    private long _since;
    private TimeSpan _length;

    // Of responses to this process, what is not in the ledger yet.
    private int _unrecorded;

    /// <summary>Whether there is one, or was until <see cref="End"/> is said.</summary>
    internal bool IsThere => _length > TimeSpan.Zero;

    /// <summary>What is left of it; zero or less for nothing.</summary>
    internal TimeSpan Left => _length - clock.GetElapsedTime(_since);

    /// <summary>Until this instant, or a later one that was said before.</summary>
    internal void AtLeastUntil(DateTimeOffset instant)
    {
        var wait = instant - clock.GetUtcNow();
        if (wait > Left)
            (_since, _length) = (clock.GetTimestamp(), wait);
    }

    /// <summary>The same, of what is to be <see cref="Recorded"/> in the ledger.</summary>
    internal void UnrecordedUntil(DateTimeOffset instant)
    {
        _unrecorded++;
        AtLeastUntil(instant);
    }

    /// <summary>It is in the ledger, or will not be.</summary>
    internal void Recorded() => _unrecorded--;

    /// <summary>As the ledger says, whatever was said before; while that does not say all yet, until the later of both.</summary>
    internal void OnlyUntil(DateTimeOffset? instant)
    {
        var wait = instant - clock.GetUtcNow() ?? TimeSpan.Zero;
        if (_unrecorded == 0 || wait > Left)
            (_since, _length) = (clock.GetTimestamp(), wait);
    }

    internal void End() => _length = TimeSpan.Zero;
}
