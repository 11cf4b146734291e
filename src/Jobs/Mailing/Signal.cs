namespace JobQueue.Jobs.Mailing;

/// <summary>Wakes a loop that waits, at once or at its next wait; several times before that are one.</summary>
internal sealed class Signal(TimeProvider time)
{
    // Timers take no longer ones.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private TaskCompletionSource _set = New();

    internal void Set()
    {
        lock (_gate)
            _set.TrySetResult();
    }

    /// <summary>Waits until it is set, or until this instant, or for a day; null: until it is set.</summary>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    internal async Task WaitAsync(DateTimeOffset? until, CancellationToken cancel)
    {
        TaskCompletionSource set;
        lock (_gate)
            set = _set;
        if (until is { } instant)
            await WaitAsync(set.Task, instant - time.GetUtcNow(), cancel);
        else
            await set.Task.WaitAsync(cancel);
        lock (_gate)
            if (_set.Task.IsCompleted)
                _set = New();
    }

    private async Task WaitAsync(Task set, TimeSpan pause, CancellationToken cancel)
    {
        if (pause <= TimeSpan.Zero)
            return;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await Task.WhenAny(set, Task.Delay(pause < Longest ? pause : Longest, time, over.Token));
        await over.CancelAsync();
        cancel.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
