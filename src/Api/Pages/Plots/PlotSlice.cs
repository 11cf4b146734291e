using JobQueue.Jobs.Store;

namespace JobQueue.Api.Pages.Plots;

/// <summary>What came of the runs that ended in a slice of time.</summary>
/// <param name="From">When the slice begins.</param>
/// <param name="Succeeded">Runs that went well.</param>
/// <param name="Failed">Runs that failed, timed out, or were quarantined.</param>
/// <param name="Others">Occurrences that were cancelled, skipped or missed.</param>
/// <param name="Late">From due to first attempt, of those that were sent.</param>
/// <param name="Duration">Of the last attempts.</param>
internal sealed record PlotSlice(DateTimeOffset From, long Succeeded, long Failed, long Others, MeanAndMax Late, MeanAndMax Duration)
{
    internal long Runs => Succeeded + Failed + Others;

    /// <summary>Slices in order, the last with <paramref name="now"/> in it.</summary>
    /// <param name="minutes">What was counted, of any time.</param>
    /// <param name="now">The end.</param>
    /// <param name="length">Of each slice; whole minutes.</param>
    /// <param name="count">How many.</param>
    internal static IReadOnlyList<PlotSlice> Of(IEnumerable<RunMinute> minutes, DateTimeOffset now, TimeSpan length, int count)
    {
        var end = now.UtcTicks / length.Ticks;
        var bySlice = minutes.ToLookup(minute => minute.Minute.UtcTicks / length.Ticks);
        return
        [
            .. Enumerable.Range(0, count).Select(index => end - count + 1 + index)
                .Select(slice => Of(new DateTimeOffset(slice * length.Ticks, TimeSpan.Zero), [.. bySlice[slice]])),
        ];
    }

    private static PlotSlice Of(DateTimeOffset from, List<RunMinute> minutes)
    {
        var (succeeded, failed, others) = (0L, 0L, 0L);
        foreach (var minute in minutes)
        {
            switch (minute.State)
            {
                case RunState.Succeeded:
                    succeeded += minute.Runs;
                    break;
                case RunState.Failed or RunState.TimedOut or RunState.Quarantined:
                    failed += minute.Runs;
                    break;
                default:
                    others += minute.Runs;
                    break;
            }
        }

        // The others were not sent, or not to their end.
        var sent = minutes.Where(minute => minute.State is RunState.Succeeded or RunState.Failed or RunState.TimedOut).ToList();
        return new PlotSlice(
            from, succeeded, failed, others,
            MeanAndMax.Of(sent, minute => minute.LateMs, minute => minute.LateMaxMs),
            MeanAndMax.Of(sent, minute => minute.DurationMs, minute => minute.DurationMaxMs));
    }
}
