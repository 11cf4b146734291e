using JobQueue.Jobs.Sending;

namespace JobQueue.Jobs.Queue;

/// <summary>A run that is being sent: who gave it up, if anybody, and when its end is in the ledger.</summary>
internal sealed class InFlight : IDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly CancellationTokenSource _withdrawn = new();
    private readonly TaskCompletionSource _recorded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimeSpan _timeout;
    private readonly ITimer _timeLimit;
    private Abort? _given;
    private bool _isOver;

    internal InFlight(Run run, AttemptProgress progress, TimeProvider clock)
    {
        (JobId, IsByHand, Queue) = (run.JobId, run.Cause == RunCause.Manual, run.Policy.Queue);
        (Progress, _timeout) = (progress, run.Policy.Timeout);
        _timeLimit = clock.CreateTimer(
            _ => TryAbort(new Abort(AbortCause.Timeout)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The recurring job's that it is a run of; null for none.</summary>
    internal string? JobId { get; }

    /// <summary>Whether somebody runs the job now, whatever its schedule says.</summary>
    internal bool IsByHand { get; }

    /// <summary>The run's queue.</summary>
    internal string Queue { get; }

    /// <summary>What the attempt reports of itself.</summary>
    internal AttemptProgress Progress { get; }

    internal CancellationToken Aborted => _abort.Token;

    /// <summary>It is not to be sent, if it has not been yet.</summary>
    internal CancellationToken Withdrawn => _withdrawn.Token;

    /// <summary>Ends when what the attempt came to is in the ledger.</summary>
    internal Task Recorded => _recorded.Task;

    /// <summary>Whether it was given up, and is not over.</summary>
    internal bool IsGivenUp
    {
        get
        {
            lock (_gate)
                return _given is not null && !_isOver;
        }
    }

    /// <summary>The exchange begins: it is given up when the time of its policy is over.</summary>
    internal void BeginTimeLimit() => _timeLimit.Change(_timeout, Timeout.InfiniteTimeSpan);

    /// <summary>Gives the exchange up; false when it is over. The first to do so stands.</summary>
    internal bool TryAbort(Abort abort)
    {
        lock (_gate)
        {
            if (_isOver)
                return false;
            if (_given is not null)
                return true;
            _given = abort;
        }

        // Not on this thread: the callbacks are the endpoint's.
        _ = _abort.CancelAsync();
        return true;
    }

    /// <summary>It is not to be sent any more; what has been sent goes on.</summary>
    internal void Withdraw()
    {
        lock (_gate)
        {
            if (!_isOver)
                _ = _withdrawn.CancelAsync();
        }
    }

    /// <summary>The exchange is over; why it was given up, null if it was not.</summary>
    internal Abort? End()
    {
        lock (_gate)
        {
            _isOver = true;
            return _given;
        }
    }

    internal void SetRecorded() => _recorded.TrySetResult();

    public void Dispose()
    {
        _timeLimit.Dispose();
        Progress.Dispose();
        _abort.Dispose();
        _withdrawn.Dispose();
    }
}
