using System.Collections.Concurrent;

namespace JobQueue.Jobs.Store;

/// <summary>
/// Threads for work that waits for a disk or a database. On those of the pool a database that is silent would hold up every request and timer of
/// the process.
/// </summary>
internal sealed class OwnThreads : TaskScheduler, IDisposable
{
    private readonly BlockingCollection<Task> _waiting = [];

    /// <param name="count">How many there are: what is more than these waits for its turn.</param>
    /// <param name="name">What a debugger shows them as.</param>
    internal OwnThreads(int count, string name)
    {
        for (var i = 0; i < count; i++)
            new Thread(Work) { IsBackground = true, Name = name }.Start();
    }

    internal Task<T> RunAsync<T>(Func<T> work)
    {
        try
        {
            return Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.RunContinuationsAsynchronously, this);
        }
        catch (TaskSchedulerException e)
        {
            return Task.FromException<T>(new LedgerException("the ledger is closed: nothing more is read", e));
        }
    }

    /// <summary>Nothing more is taken; what waits is done.</summary>
    public void Dispose() => _waiting.CompleteAdding();

    protected override void QueueTask(Task task) => _waiting.Add(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => _waiting;

    private void Work()
    {
        foreach (var task in _waiting.GetConsumingEnumerable())
            TryExecuteTask(task);
    }
}
