using JobQueue.Jobs.Policy;

namespace JobQueue.Api.Keys;

/// <summary>A bucket that fills at a rate: what it holds may be taken at once. Computed when it is asked, so that it costs no timer.</summary>
/// <param name="rate">How it fills.</param>
/// <param name="most">How many it holds, and has at first.</param>
/// <param name="time">The clock, of which only the time that passes counts.</param>
internal sealed class TokenBucket(Rate rate, int most, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = most;
    private long _filled = time.GetTimestamp();

    internal bool IsFull
    {
        get
        {
            lock (_gate)
                return Fill() >= most;
        }
    }

    /// <summary>How long until there is one; zero when there is.</summary>
    internal TimeSpan UntilOne
    {
        get
        {
            lock (_gate)
                return Fill() >= 1 ? TimeSpan.Zero : (1 - _tokens) / rate.Count * rate.Per;
        }
    }

    /// <summary>Takes one; false when there is none.</summary>
    internal bool TryTake()
    {
        lock (_gate)
        {
            if (Fill() < 1)
                return false;
            _tokens--;
            return true;
        }
    }

    private double Fill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(most, _tokens + (time.GetElapsedTime(_filled, now) / rate.Per * rate.Count));
        _filled = now;
        return _tokens;
    }
}
