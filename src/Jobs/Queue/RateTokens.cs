using JobQueue.Jobs.Policy;

namespace JobQueue.Jobs.Queue;

/// <summary>
/// A bucket of as many tokens as the rate counts. A token is reserved for a run that gets a slot, and comes back one stretch of the rate
/// after that run was sent: so no stretch, wherever it begins, sees this process send more. What others sent, or this one before it was
/// started, the ledger knows (<see cref="Store.QueueStarts"/>). Whoever holds it locks it.
/// </summary>
internal sealed class RateTokens(Rate rate, TimeProvider clock)
{
    // When those that were spent were: timestamps of the clock, which no step of the wall clock moves.
    private readonly Queue<long> _spent = new();
    private int _reserved;

    /// <summary>How many are there to be reserved.</summary>
    internal int Free()
    {
        while (_spent.TryPeek(out var at) && clock.GetElapsedTime(at) >= rate.Per)
            _spent.Dequeue();
        return rate.Count - _reserved - _spent.Count;
    }

    /// <summary>How long until the next one comes back; null while none was spent.</summary>
    internal TimeSpan? UntilNext() => _spent.TryPeek(out var at) ? rate.Per - clock.GetElapsedTime(at) : null;

    internal void Reserve(int count) => _reserved += count;

    internal void Release(int count) => _reserved -= count;

    internal void Spend()
    {
        _reserved--;
        _spent.Enqueue(clock.GetTimestamp());
    }
}
