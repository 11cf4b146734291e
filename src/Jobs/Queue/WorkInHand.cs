namespace JobQueue.Jobs.Queue;

/// <summary>How many runs are sent, or about to be. Until it is opened, and once it is closed, none may begin.</summary>
internal sealed class WorkInHand
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;
    private bool _isOpen;
    private bool _isClosed;

    /// <summary>Ends when it is closed and nothing is in hand.</summary>
    internal Task Idle => _idle.Task;

    /// <summary>Whether some may begin.</summary>
    internal bool IsOpen
    {
        get
        {
            lock (_gate)
                return _isOpen;
        }
    }

    internal void Open()
    {
        lock (_gate)
            _isOpen = true;
    }

    internal void Close()
    {
        lock (_gate)
        {
            _isOpen = false;
            _isClosed = true;
            EndIfIdle();
        }
    }

    /// <summary>Takes so many in hand; false, and none, where none may begin.</summary>
    internal bool TryBegin(int count = 1)
    {
        lock (_gate)
        {
            if (!_isOpen)
                return false;
            _count += count;
            return true;
        }
    }

    internal void End(int count = 1)
    {
        lock (_gate)
        {
            _count -= count;
            EndIfIdle();
        }
    }

    private void EndIfIdle()
    {
        if (_isClosed && _count == 0)
            _idle.TrySetResult();
    }
}
