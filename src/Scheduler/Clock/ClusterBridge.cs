using Microsoft.Extensions.Logging;
using Quartz;
using Quartz.Extensibility;

namespace JobQueue.Scheduler.Clock;

/// <summary>What a clustered scheduler says, and how it is told that another node changed its triggers.</summary>
/// <remarks>Quartz tells only the node that sets a trigger; the others would look again after their idle wait.</remarks>
internal sealed partial class ClusterBridge(ISchedulerSignaler signaler, ILogger logger) : ISchedulerListener
{
    internal ValueTask WakeAsync(CancellationToken cancel) => signaler.SignalSchedulingChange(null, cancel);

    public ValueTask SchedulerError(IScheduler scheduler, SchedulerErrorContext error, CancellationToken cancellationToken)
    {
        Log.Error(logger, error.Message, error.Exception);
        return ValueTask.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(21, LogLevel.Warning, "Quartz: {Message}")]
        internal static partial void Error(ILogger logger, string message, Exception? e);
    }
}
