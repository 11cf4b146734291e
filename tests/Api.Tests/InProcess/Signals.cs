namespace JobQueue.Api.Tests.InProcess;

/// <summary>What endpoints and tests tell each other.</summary>
internal sealed class Signals : IAsyncDisposable
{
    public TaskCompletionSource Arrived { get; } = Signal();

    public TaskCompletionSource Released { get; } = Signal();

    public TaskCompletionSource Completed { get; } = Signal();

    public TaskCompletionSource Disposed { get; } = Signal();

    public static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task WaitAsync(CancellationToken cancel)
    {
        Arrived.TrySetResult();
        return Released.Task.WaitAsync(cancel);
    }

    public ValueTask DisposeAsync()
    {
        Disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }
}

/// <summary>A scoped service that says when it is disposed.</summary>
internal sealed class Disposables(Signals signals) : IAsyncDisposable
{
    public string Name { get; } = "scoped";

    public ValueTask DisposeAsync() => signals.DisposeAsync();
}
