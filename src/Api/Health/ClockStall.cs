namespace JobQueue.Api.Health;

/// <summary>
/// Whether the clock stands still: something is overdue, and was for as long as the process ran. What the wall clock skips, as when it is
/// set or the machine was suspended, does not count: from where that is noticed, the clock has its time again.
/// </summary>
internal sealed class ClockStall(TimeProvider time)
{
    /// <summary>How long something may be overdue, and the process run, before the clock counts as stalled.</summary>
    internal static readonly TimeSpan After = TimeSpan.FromMinutes(1);

    // Far more than a clock is slowed or hurried to meet the right time, between two looks.
    private static readonly TimeSpan Jump = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();

    // By both clocks: when last nothing was overdue, or a jump was noticed.
    private (DateTimeOffset Wall, long Running) _well = (time.GetUtcNow(), time.GetTimestamp());

    /// <summary>From now on things fire.</summary>
    internal void Begin()
    {
        lock (_gate)
            _well = (time.GetUtcNow(), time.GetTimestamp());
    }

    /// <summary>How long the clock has left something lying; null where it does not.</summary>
    /// <param name="earliest">The earliest due that nothing was done about yet; null for none.</param>
    internal TimeSpan? Look(DateTimeOffset? earliest)
    {
        lock (_gate)
        {
            var (wall, running) = (time.GetUtcNow(), time.GetTimestamp());
            var ran = time.GetElapsedTime(_well.Running, running);
            var jumped = (wall - _well.Wall - ran).Duration() > Jump;
            var overdue = wall - (earliest ?? wall);
            if (overdue > After && !jumped)
                return ran > After ? overdue : null;
            _well = (wall, running);
            return null;
        }
    }
}
