using JobQueue.Jobs;
using JobQueue.Jobs.Clustering;
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
    private bool _isOff;
    private bool _isHindered;

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

    /// <summary>Does so once, where it is time.</summary>
    internal async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            NoteClock();
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
        catch (Exception e) when (!Exhaustion.EndsProcess(e) && !cancel.IsCancellationRequested)
        {
            Log.Failed(logger, e);
        }
    }

    private void NoteClock()
    {
        var (skew, isHindered) = (ledger.Cluster.Skew, ledger.Cluster.Hindrance is not null);
        var isOff = isHindered || skew.Duration() > Cluster.LittleSkew;
        if ((isOff, isHindered) == (_isOff, _isHindered))
            return;
        (_isOff, _isHindered) = (isOff, isHindered);
        if (isHindered)
            Log.Hindered(logger, skew.TotalSeconds);
        else if (isOff)
            Log.Off(logger, skew.TotalSeconds);
        else
            Log.Right(logger);
    }

    private static partial class Log
    {
        [LoggerMessage(92, LogLevel.Warning, "The clock of this machine is off by {Seconds:0.0} s from the database's: until it is right this node takes no runs")]
        internal static partial void Hindered(ILogger logger, double seconds);

        [LoggerMessage(93, LogLevel.Warning, "The clock of this machine is off by {Seconds:0.0} s from the database's; beyond 5 s this node takes no runs")]
        internal static partial void Off(ILogger logger, double seconds);

        [LoggerMessage(94, LogLevel.Information, "The clock of this machine is right again")]
        internal static partial void Right(ILogger logger);

        [LoggerMessage(91, LogLevel.Information, "Triggers of the cluster brought in line with the ledger: {Added} added, {Replaced} replaced, {Removed} removed")]
        internal static partial void Reconciled(ILogger logger, int added, int replaced, int removed);

        [LoggerMessage(90, LogLevel.Warning, "The triggers of the cluster could not be compared with the ledger; it is tried again soon")]
        internal static partial void Failed(ILogger logger, Exception e);
    }
}
