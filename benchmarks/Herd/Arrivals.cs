namespace JobQueue.Benchmarks.Herd;

/// <summary>Notes how late each of so many arrives that are due at the same instant, in milliseconds.</summary>
internal sealed class Arrivals(int count, DateTimeOffset due)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly double[] _milliseconds = new double[count];
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _arrived;

    internal void Note()
    {
        var milliseconds = (TimeProvider.System.GetUtcNow() - due).TotalMilliseconds;
        var place = Interlocked.Increment(ref _arrived) - 1;
        if (place >= count)
            throw new InvalidOperationException($"more than {count} arrive");
        _milliseconds[place] = milliseconds;
        if (place == count - 1)
            _all.SetResult();
    }

    /// <summary>Their lateness, once all are there; none may be early.</summary>
    internal async Task<IReadOnlyList<Figure>> FiguresAsync(string name)
    {
        await _all.Task.WaitAsync(due - TimeProvider.System.GetUtcNow() + Patience);
        if (_milliseconds.Count(late => late < 0) is > 0 and var early)
            throw new InvalidOperationException($"{name}: {early} of {count} are early, the first by {-_milliseconds.Min()} ms");
        return [new Figure($"{name}.first", _milliseconds.Min(), "ms"), .. Spread.Of(_milliseconds).Figures(name)];
    }
}
