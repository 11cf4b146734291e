namespace JobQueue.Host.Tests;

/// <summary>A clock that says when a timer is made of it, and when it is given up.</summary>
internal sealed class TimerSignal(ManualTimeProvider inner) : TimeProvider
{
    private readonly TaskCompletionSource _made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ManualTimeProvider Inner => inner;

    internal Task TimerMade => _made.Task;

    internal Task TimerDisposed => _disposed.Task;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SignallingTimer(inner.CreateTimer(callback, state, dueTime, period), _disposed);
        _made.TrySetResult();
        return timer;
    }

    private sealed class SignallingTimer(ITimer timer, TaskCompletionSource disposed) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            disposed.TrySetResult();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
