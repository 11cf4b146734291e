using JobQueue.Jobs;
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
            for (var next = time.GetUtcNow() + AfterStart; ; next = await TurnAsync(cancel))
                await Task.Delay(Longer(next - time.GetUtcNow(), TimeSpan.Zero), time, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The rest goes at the next time.
        }
    }

    /// <summary>Prunes if it is time to; when to look again.</summary>
    private async Task<DateTimeOffset> TurnAsync(CancellationToken cancel)
    {
        try
        {
            if (!ledger.Cluster.IsFirst)
                return time.GetUtcNow() + BetweenTries;
            if (!await IsDueAsync())
                return NextAfter(time.GetUtcNow());
            var began = time.GetTimestamp();
            var pruned = await pruning.RunAsync(cancel);
            var next = NextAfter(time.GetUtcNow());
            Log.Pruned(logger, pruned, time.GetElapsedTime(began));
            return next;
        }
        catch (Exception e) when (!Exhaustion.EndsProcess(e) && !cancel.IsCancellationRequested)
        {
            Log.Failed(logger, BetweenTries, e);
            return time.GetUtcNow() + BetweenTries;
        }
    }

    // A last time that is yet to come is of a clock that was put back.
    private async Task<bool> IsDueAsync() =>
        await ledger.ReadAsync(PruneReads.Last) is not { } last || last > time.GetUtcNow() || NextAfter(last) <= time.GetUtcNow();

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
