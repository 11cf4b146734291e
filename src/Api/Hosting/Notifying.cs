using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler;

namespace JobQueue.Api.Hosting;

/// <summary>What tells of failures, beside the runs: the mailer, where there is a mail server, the watch for overdue jobs, and alerts.</summary>
internal sealed class Notifying(Ledger ledger, RunQueue queue, OverdueWatch watch, Mailer? mailer)
{
    /// <summary>Tells until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancel)
    {
        // Not on the ledger's thread, which others wait for.
        void Wake() => ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.Wake(AlertRun.Queue), queue, preferLocal: false);
        ledger.Outbox.RunEntered += Wake;
        try
        {
            await Task.WhenAll(watch.RunAsync(cancel), mailer?.RunAsync(cancel) ?? Task.CompletedTask);
        }
        finally
        {
            ledger.Outbox.RunEntered -= Wake;
        }
    }
}
