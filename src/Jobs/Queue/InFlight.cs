using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Queue;

/// <summary>A run that is being sent: who gave it up, if anybody, and when its end is in the ledger.</summary>
internal sealed class InFlight : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly TaskCompletionSource _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timeLimit;
    private AbortCause? _cause;
    private bool _isOver;

    internal InFlight(TimeSpan timeLimit, AttemptProgress progress, TimeProvider clock)
    {
        Progress = progress;
        _timeLimit = clock.CreateTimer(_ => TryAbort(AbortCause.Timeout), null, timeLimit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the attempt reports of itself.</summary>
    internal AttemptProgress Progress { get; }

    internal CancellationToken Aborted => _abort.Token;

    /// <summary>Ends when what the attempt came to is in the ledger.</summary>
    internal Task Recorded => _recorded.Task;

    /// <summary>Gives the exchange up; false when it is over. The first cause stands.</summary>
    internal bool TryAbort(AbortCause cause)
    {
        lock (_gate)
        {
            if (_isOver)
                return false;
            if (_cause is not null)
                return true;
            _cause = cause;
        }

        // Not on this thread: the callbacks are the endpoint's.
        _ = _abort.CancelAsync();
        return true;
    }

    /// <summary>The exchange is over; why it was given up, null if it was not.</summary>
    internal AbortCause? End()
    {
        lock (_gate)
        {
            _isOver = true;
            return _cause;
        }
    }

    internal void SetRecorded() => _recorded.TrySetResult();

    public void Dispose()
    {
        _timeLimit.Dispose();
        Progress.Dispose();
        _abort.Dispose();
    }
}
