namespace JobQueue.Jobs.Store;

/// <summary>What waits for the writer of the ledger.</summary>
/// <param name="locks">What it is known to lock; null for nothing.</param>
internal abstract class LedgerOperation(Locks? locks)
{
    internal Locks? Locks { get; } = locks;

    /// <summary>Does it in the open transaction; once more in another, where that one failed.</summary>
    internal abstract void Apply(LedgerConnection connection);

    /// <summary>It is on disk.</summary>
    internal abstract void Complete();

    internal abstract void Fail(Exception error);
}

/// <inheritdoc/>
/// <param name="apply">Gives what gives the value once all of its group is written.</param>
/// <param name="locks">What it is known to lock; null for nothing.</param>
internal sealed class LedgerOperation<T>(Func<LedgerConnection, Func<T>> apply, Locks? locks) : LedgerOperation(locks)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<T> _value = null!;

    internal Task<T> Task => _done.Task;

    internal override void Apply(LedgerConnection connection) => _value = apply(connection);

    internal override void Complete() => _done.TrySetResult(_value());

    internal override void Fail(Exception error) => _done.TrySetException(error);
}
