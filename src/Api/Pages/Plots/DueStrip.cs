using JobQueue.Scheduler;

namespace JobQueue.Api.Pages.Plots;

/// <summary>A stretch of time ahead, and how much is due in each slice of it.</summary>
/// <param name="Length">Of the whole stretch.</param>
/// <param name="Slices">How much is due in each, in order.</param>
/// <param name="JobsLeftOut">Recurring jobs of which no due is counted, because there are too many.</param>
internal sealed record DueStrip(TimeSpan Length, IReadOnlyList<int> Slices, int JobsLeftOut)
{
    /// <summary>Dues of one job that are drawn: one that is due every 10 s for a day has 8,640.</summary>
    internal const int MostOfAJob = 10_000;

    /// <summary>Dues of recurring jobs that are drawn; the work of a page.</summary>
    internal const int MostOfAll = 40_000;

    internal int Count => Slices.Sum();

    /// <param name="jobs">Recurring jobs that are not held back, each with its next due, in the order of these.</param>
    /// <param name="waiting">What one-time jobs and retries wait for.</param>
    /// <param name="now">Where the stretch begins.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="count">How many slices it has.</param>
    internal static DueStrip Of(
        IEnumerable<(DateTimeOffset Due, LiveJob Job)> jobs, IEnumerable<DateTimeOffset> waiting, DateTimeOffset now, TimeSpan length,
        int count)
    {
        var slices = new int[count];
        var (end, left, leftOut) = (now + length, (long)MostOfAll, 0);
        foreach (var (first, job) in jobs.TakeWhile(job => job.Due < end))
        {
            var ofJob = job.Schedule.CountBetween(first.AddTicks(-1), end);
            // Whole or not at all: cut off somewhere it would look as if it ended there.
            if (ofJob > Math.Min(left, MostOfAJob))
            {
                leftOut++;
                continue;
            }

            left -= ofJob;
            for (DateTimeOffset? due = first; due < end; due = job.Schedule.NextAfter(due.Value))
                slices[Slice(due.Value)]++;
        }

        foreach (var due in waiting.TakeWhile(due => due < end))
            slices[Slice(due)]++;
        return new DueStrip(length, slices, leftOut);

        // What is past has not been released yet.
        int Slice(DateTimeOffset due) => due <= now ? 0 : (int)((due - now).Ticks * count / length.Ticks);
    }
}
