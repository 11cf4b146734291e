using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler;

/// <summary>A stretch of occurrences that did not run because nothing ran.</summary>
/// <param name="First">Its first due.</param>
/// <param name="Until">Its last due.</param>
/// <param name="Count">How many it has.</param>
internal sealed record Missed(DateTimeOffset First, DateTimeOffset Until, long Count)
{
    /// <summary>The part of it that the ledger does not account for, another node having written the rest; null for none.</summary>
    /// <param name="last">Up to which due, of those until its end, the ledger does; null for none.</param>
    /// <param name="schedule">Of the job.</param>
    internal Missed? After(DateTimeOffset? last, Schedule schedule) =>
        last is not { } known || known < First ? this
        : schedule.CountBetween(known, Until.AddTicks(1)) is > 0 and var count ? new(schedule.NextAfter(known)!.Value, Until, count)
        : null;
}
