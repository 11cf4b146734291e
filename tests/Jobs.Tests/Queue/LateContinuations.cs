namespace JobQueue.Jobs.Tests.Queue;

/// <summary>Holds back what follows an await.</summary>
internal sealed class LateContinuations : SynchronizationContext
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override void Post(SendOrPostCallback d, object? state) => _ = PostAsync(d, state);

    /// <summary>Begins something that goes on, after its first await, with <see cref="Go"/>.</summary>
    internal Task Begin(Func<Task> begin)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            return begin();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    internal void Go() => _gone.SetResult();

    private async Task PostAsync(SendOrPostCallback d, object? state)
    {
        await _gone.Task.ConfigureAwait(false);
        d(state);
    }
}
