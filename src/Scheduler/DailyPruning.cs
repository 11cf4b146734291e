using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Times;
using Microsoft.Extensions.Logging;

namespace JobQueue.Scheduler;

/// <summary>Prunes the ledger once a day, at a time of day of a zone; soon after a start where the last time was passed.</summary>
internal sealed partial class DailyPruning(
    Pruning pruning, Ledger ledger, TimeOnly at, TimeZoneInfo zone, TimeProvider time, ILogger<DailyPruning> logger)
{
    // What the start itself has to do, and what came due meanwhile, goes first.
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMinutes(5);

    private readonly Schedule _schedule = ScheduleText.Parse($"{at.Minute} {at.Hour} * * *", zone).Schedule!;

    /// <summary>Prunes every day until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancel)
    {
        try
        {
            for (var next = await FirstAsync(); ; next = await PruneAsync(next, cancel))
                await Task.Delay(Longer(next - time.GetUtcNow(), TimeSpan.Zero), time, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The rest goes at the next time.
        }
    }

    private async Task<DateTimeOffset> FirstAsync()
    {
        var now = time.GetUtcNow();
        var isOverdue = await ledger.ReadAsync(PruneReads.Last) is not { } last || NextAfter(last) <= now;
        return isOverdue ? now + AfterStart : NextAfter(now);
    }

    private async Task<DateTimeOffset> PruneAsync(DateTimeOffset due, CancellationToken cancel)
    {
        try
        {
            var began = time.GetTimestamp();
            var pruned = await pruning.RunAsync(cancel);
            Log.Pruned(logger, pruned, time.GetElapsedTime(began));
            // A timer may be a moment early.
            return NextAfter(due > time.GetUtcNow() ? due : time.GetUtcNow());
        }
        catch (Exception e) when (!cancel.IsCancellationRequested)
        {
            Log.Failed(logger, BetweenTries, e);
            return time.GetUtcNow() + BetweenTries;
        }
    }

    private DateTimeOffset NextAfter(DateTimeOffset after) => _schedule.NextAfter(after)!.Value;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static partial class Log
    {
        [LoggerMessage(60, LogLevel.Information, "Pruned {Pruned} from the ledger in {Elapsed}")]
        internal static partial void Pruned(ILogger logger, Pruned pruned, TimeSpan elapsed);

        [LoggerMessage(61, LogLevel.Warning, "The ledger could not be pruned; it is tried again in {Pause}")]
        internal static partial void Failed(ILogger logger, TimeSpan pause, Exception e);
    }
}
