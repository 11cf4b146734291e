using JobQueue.Jobs;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler;

/// <summary>A recurring job that is not removed, with its schedule read.</summary>
/// <param name="job">The job.</param>
/// <param name="schedule">Its schedule, anchored.</param>
/// <param name="after">Its first due is strictly after this.</param>
internal sealed class LiveJob(RecurringJob job, Schedule schedule, DateTimeOffset after)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _taken = after;

    internal RecurringJob Job => job;

    internal Schedule Schedule => schedule;

    /// <summary>Up to which due its occurrences were taken.</summary>
    internal DateTimeOffset Taken
    {
        get
        {
            lock (_gate)
                return _taken;
        }
    }

    /// <summary>The job with its schedule read again from the text in the ledger; null where this version cannot read it.</summary>
    internal static LiveJob? From(RecurringJob job, DateTimeOffset after) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(job.TimeZone, out var zone)
        && ScheduleText.OfJob(job.Schedule, zone, job.Policy, job.Identity) is { } schedule
            ? new LiveJob(job, Anchored(schedule, job.Anchor), after)
            : null;

    internal static Schedule Anchored(Schedule schedule, DateTimeOffset anchor) => schedule.AnchoredAt(anchor);

    /// <summary>
    /// Takes every due not taken yet, in order, each once, whoever asks. Those before <paramref name="lateFrom"/> are missed, as one stretch.
    /// </summary>
    /// <param name="upTo">The last due to take.</param>
    /// <param name="lateFrom">From here on a due is at most late.</param>
    /// <param name="missed">Takes the first and the last due of the stretch, and how many it has.</param>
    /// <param name="due">Takes one that runs.</param>
    internal void Take(
        DateTimeOffset upTo, DateTimeOffset lateFrom, Action<DateTimeOffset, DateTimeOffset, int> missed, Action<DateTimeOffset> due)
    {
        lock (_gate)
        {
            var (first, count) = (_taken, 0);
            var next = schedule.NextAfter(_taken);
            for (; next < lateFrom && next <= upTo; next = schedule.NextAfter(_taken))
            {
                first = count++ == 0 ? next.Value : first;
                _taken = next.Value;
            }

            if (count > 0)
                missed(first, _taken, count);
            for (; next <= upTo; next = schedule.NextAfter(_taken))
            {
                _taken = next.Value;
                due(next.Value);
            }
        }
    }

    /// <summary>Takes this due, and those after it, once more: the ledger did not take it.</summary>
    internal void PutBack(DateTimeOffset due)
    {
        lock (_gate)
            _taken = due <= _taken ? due.AddTicks(-1) : _taken;
    }
}
