using JobQueue.Jobs.Metrics;

namespace JobQueue.Jobs.Store;

/// <summary>The runs that came to an end of one kind in one minute.</summary>
/// <param name="Minute">Its beginning.</param>
/// <param name="State">The final state.</param>
/// <param name="Runs">How many; of stretches that were skipped or missed, the occurrences.</param>
/// <param name="LateMs">From due to first attempt, of all together.</param>
/// <param name="LateMaxMs">The longest of these.</param>
/// <param name="DurationMs">Of the last attempts, of all together.</param>
/// <param name="DurationMaxMs">The longest of these.</param>
internal sealed record RunMinute(
    DateTimeOffset Minute, RunState State, long Runs, long LateMs, long LateMaxMs, long DurationMs, long DurationMaxMs)
{
    internal static RunMinute Of(DateTimeOffset minute, RunState state, IEnumerable<Ending> ends) => ends.Aggregate(
        new RunMinute(minute, state, 0, 0, 0, 0, 0),
        static (sum, end) =>
        {
            var (late, duration) = (Milliseconds(end.Late), Milliseconds(end.LastAttempt));
            return sum with
            {
                Runs = sum.Runs + end.Count,
                LateMs = sum.LateMs + late,
                LateMaxMs = Math.Max(sum.LateMaxMs, late),
                DurationMs = sum.DurationMs + duration,
                DurationMaxMs = Math.Max(sum.DurationMaxMs, duration),
            };
        });

    // A clock may have been put back.
    private static long Milliseconds(TimeSpan? time) => time is { Ticks: > 0 } known ? (long)Math.Round(known.TotalMilliseconds) : 0;
}
