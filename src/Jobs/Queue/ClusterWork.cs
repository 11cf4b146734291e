using JobQueue.Jobs.Clustering;
using JobQueue.Jobs.Store;

namespace JobQueue.Jobs.Queue;

/// <summary>What the other processes that work on the ledger say of runs and queues.</summary>
internal sealed class ClusterWork(Ledger ledger, RunQueue queue, Dispatcher dispatcher)
{
    /// <summary>Listens from when the cluster starts.</summary>
    internal void Begin()
    {
        var cluster = ledger.Cluster;
        cluster.On(Notice.Wake, WakeAsync);
        cluster.On(Notice.Queue, TakeUpAsync);
        cluster.On(Notice.Cancel, AbortAsync);
        cluster.On(Notice.Progress, TakeProgressAsync);
        cluster.On(Notice.Settle, SettleAsync);
        cluster.Lost += () => dispatcher.AbortAll(AbortCause.Shutdown);
    }

    private Task WakeAsync(string name)
    {
        if (name == Notice.All)
            return queue.WakeAllAsync();
        queue.Wake(name);
        return Task.CompletedTask;
    }

    private async Task TakeUpAsync(string name)
    {
        await queue.Queues.TakeUpAsync(name);
        await queue.Queues.SettleAsync();
        await WakeAsync(name);
    }

    private async Task AbortAsync(string id)
    {
        // What is claimed may not have arrived at the sender yet.
        await queue.Queues.ArriveAsync();
        foreach (var (run, reason) in await ledger.ReadAsync(connection => RunReads.GivenUp(connection, ledger.Owner)))
            await dispatcher.TryAbortAsync(run, new Abort(AbortCause.Cancel, reason));
    }

    private Task TakeProgressAsync(string report)
    {
        DistantProgress.Take(dispatcher, report);
        return Task.CompletedTask;
    }

    private async Task SettleAsync(string token)
    {
        await queue.Queues.SettleAsync();
        await ledger.WriteAsync(connection =>
        {
            connection.Notify(Notice.Settled, token);
            return true;
        });
    }
}
