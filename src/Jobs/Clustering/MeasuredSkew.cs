namespace JobQueue.Jobs.Clustering;

/// <summary>
/// How far a clock is ahead, as it was measured and as it went since: that it was put forward or back is known at once, by the clock of durations
/// beside it. Used by all threads.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class MeasuredSkew(TimeProvider clock)
{
    private volatile Measurement _last = new(TimeSpan.Zero, clock.GetUtcNow(), clock.GetTimestamp());

    /// <summary>What it is now; zero before it was measured, but for what the clock was put forward or back since the process began.</summary>
    internal TimeSpan Now
    {
        get
        {
            var last = _last;
            return last.Skew + (clock.GetUtcNow() - last.Wall) - clock.GetElapsedTime(last.Timestamp);
        }
    }

    /// <summary>
    /// Whether the clock was set since it was measured. The other may have been, too, where both are of one machine; and where the machine was
    /// suspended, only the clock of durations stood still.
    /// </summary>
    internal bool IsDoubtful => (Now - _last.Skew).Duration() > Cluster.LittleSkew;

    /// <summary>It was so much when the clock said this.</summary>
    /// <param name="skew">How far it was ahead.</param>
    /// <param name="wall">What it said.</param>
    /// <param name="timestamp">Then, by the clock of durations.</param>
    internal void Note(TimeSpan skew, DateTimeOffset wall, long timestamp) => _last = new(skew, wall, timestamp);

    private sealed record Measurement(TimeSpan Skew, DateTimeOffset Wall, long Timestamp);
}
