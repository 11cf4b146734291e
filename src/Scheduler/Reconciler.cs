using JobQueue.Jobs.Store;
using Microsoft.Extensions.Logging;

namespace JobQueue.Scheduler;

/// <summary>
/// In a cluster one node sees to it now and then that the triggers that all share are those of the ledger: a node may have died between
/// the one and the other.
/// </summary>
internal sealed partial class Reconciler(Ledger ledger, Recurring recurring, TimeProvider time, ILogger<Reconciler> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>Does so until cancelled; at once where there is no cluster.</summary>
    internal async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (ledger.Cluster.IsShared)
            {
                await Task.Delay(Pause, time, cancel);
                if (ledger.Cluster.IsFirst)
                    await ReconcileAsync(cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task ReconcileAsync(CancellationToken cancel)
    {
        try
        {
            await recurring.ReconcileAsync(cancel);
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            Log.Failed(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(90, LogLevel.Warning, "The triggers of the cluster could not be compared with the ledger; it is tried again in a minute")]
        internal static partial void Failed(ILogger logger, Exception e);
    }
}
