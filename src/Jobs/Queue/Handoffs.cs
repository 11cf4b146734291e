namespace JobQueue.Jobs.Queue;

/// <summary>
/// Runs that have a slot, and are on their way through the ledger to the sender. Who must know that nothing of before is still to be sent
/// waits for those of now to arrive; later ones are not waited for. Whoever holds it locks it.
/// </summary>
internal sealed class Handoffs
{
    private Group _current = new();
    private Task _before = Task.CompletedTask;

    /// <summary>So many set out; the group they arrive with.</summary>
    internal Group Begin(int count)
    {
        _current.Begin(count);
        return _current;
    }

    /// <summary>Ends when all that have set out have arrived.</summary>
    internal Task Settle()
    {
        if (_current.IsEmpty)
            return _before;
        var group = _current;
        _current = new Group();
        return _before = _before.IsCompleted ? group.Arrival() : Task.WhenAll(_before, group.Arrival());
    }

    /// <summary>Those that set out between two times that somebody waited.</summary>
    internal sealed class Group
    {
        private int _onTheWay;
        private TaskCompletionSource? _arrived;

        internal bool IsEmpty => _onTheWay == 0;

        internal void Begin(int count) => _onTheWay += count;

        internal void End(int count)
        {
            _onTheWay -= count;
            if (_onTheWay == 0)
                _arrived?.TrySetResult();
        }

        internal Task Arrival() => (_arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }
}
