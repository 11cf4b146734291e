namespace JobQueue.Jobs.Sending;

/// <summary>Passes the first report on at once; of those that follow closely only the last, when it is time. Once disposed none.</summary>
/// <param name="take">Takes a report. Must not block.</param>
/// <param name="between">The least from one to the next.</param>
/// <param name="clock">Of that distance.</param>
internal sealed class SpacedReports(Action<RunProgress> take, TimeSpan between, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private RunProgress? _last;
    private RunProgress? _taken;
    private long _takenAt;
    private ITimer? _later;
    private bool _isOver;

    internal void Take(RunProgress report)
    {
        lock (_gate)
        {
            _last = report;
            TakeInTime();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _later?.Dispose();
        }
    }

    private void TakeInTime()
    {
        if (_isOver || _last == _taken)
            return;
        var wait = _taken is null ? TimeSpan.Zero : between - clock.GetElapsedTime(_takenAt);
        if (wait > TimeSpan.Zero)
        {
            _later ??= Timer(wait);
            return;
        }

        (_taken, _takenAt) = (_last, clock.GetTimestamp());
        take(_last!);
    }

    private void TakeLate()
    {
        lock (_gate)
        {
            _later?.Dispose();
            _later = null;
            TakeInTime();
        }
    }

    // It does not hold on to the request that reports.
    private ITimer Timer(TimeSpan wait)
    {
        using (ExecutionContext.SuppressFlow())
            return clock.CreateTimer(_ => TakeLate(), null, wait, Timeout.InfiniteTimeSpan);
    }
}
