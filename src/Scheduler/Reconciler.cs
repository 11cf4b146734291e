using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;
using Microsoft.Extensions.Logging;

namespace JobQueue.Scheduler;

/// <summary>
/// In a cluster one node sees to it that the triggers that all share are those of the ledger: every two minutes, as a node may have died
/// between the one and the other, and where one is overdue. A node whose clock is off fires none.
/// </summary>
internal sealed partial class Reconciler(
    Ledger ledger, Recurring recurring, QuartzClock clock, TimeProvider time, ILogger<Reconciler> logger)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AtLeast = TimeSpan.FromMinutes(2);

    private long _reconciled = time.GetTimestamp();

    /// <summary>Does so until cancelled; at once where there is no cluster.</summary>
    internal async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            while (ledger.Cluster.IsShared)
            {
                await Task.Delay(Look, time, cancel);
                await LookAsync(cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The end.
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            await clock.SetHinderedAsync(ledger.Cluster.Hindrance is not null, cancel);
            if (!ledger.Cluster.IsFirst)
                return;
            if (time.GetElapsedTime(_reconciled) < AtLeast && !await clock.IsBehindAsync(cancel))
                return;
            var reconciled = await recurring.ReconcileAsync(cancel);
            if (reconciled != default)
                Log.Reconciled(logger, reconciled.Added, reconciled.Replaced, reconciled.Removed);
            _reconciled = time.GetTimestamp();
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            Log.Failed(logger, e);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(91, LogLevel.Information, "Triggers of the cluster brought in line with the ledger: {Added} added, {Replaced} replaced, {Removed} removed")]
        internal static partial void Reconciled(ILogger logger, int added, int replaced, int removed);

        [LoggerMessage(90, LogLevel.Warning, "The triggers of the cluster could not be compared with the ledger; it is tried again soon")]
        internal static partial void Failed(ILogger logger, Exception e);
    }
}
