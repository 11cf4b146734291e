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

    // Known once somebody asked, or a due was taken.
    private (DateTimeOffset? Due, bool IsKnown) _next;

    private volatile RecurringJob _job = job;

    /// <summary>The job; its schedule stays.</summary>
    internal RecurringJob Job
    {
        get => _job;
        set => _job = value;
    }

    internal Schedule Schedule => schedule;

    /// <summary>Held by who takes dues until they are on their way to the ledger, so that they come there in order.</summary>
    internal Lock Turn { get; } = new();

    /// <summary>Up to which due its occurrences were taken.</summary>
    internal DateTimeOffset Taken
    {
        get
        {
            lock (_gate)
                return _taken;
        }
    }

    /// <summary>The first due that is not taken, which may be past; null for none.</summary>
    internal DateTimeOffset? Next
    {
        get
        {
            lock (_gate)
                return (_next = _next.IsKnown ? _next : (schedule.NextAfter(_taken), true)).Due;
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
    /// Takes every due not taken yet, in order, each once, whoever asks. Those before <paramref name="lateFrom"/> are missed, as one
    /// stretch, but for the last of them that the job's catch-up lets run.
    /// </summary>
    /// <param name="upTo">The last due to take.</param>
    /// <param name="lateFrom">From here on a due is at most late.</param>
    /// <param name="catchUpLimit">How many run with catch-up <c>all</c>.</param>
    internal Dues Take(DateTimeOffset upTo, DateTimeOffset lateFrom, int catchUpLimit)
    {
        lock (_gate)
        {
            var end = lateFrom <= upTo ? lateFrom : upTo.AddTicks(1);
            var older = schedule.CountBetween(_taken, end);
            var caughtUp = Math.Min(older, _job.Policy.CatchUp switch { CatchUp.None => 0, CatchUp.Once => 1, _ => catchUpLimit });
            var missed = older > caughtUp
                ? new Missed(schedule.NextAfter(_taken)!.Value, schedule.LastBetween(_taken, end, caughtUp + 1)!.Value, older - caughtUp)
                : null;
            _taken = missed?.Until ?? _taken;
            var runs = new List<DateTimeOffset>();
            var next = schedule.NextAfter(_taken);
            for (; next <= upTo; next = schedule.NextAfter(_taken))
            {
                _taken = next.Value;
                runs.Add(next.Value);
            }

            _next = (next, true);

            return new Dues(missed, runs, _job.Policy.CatchUp == CatchUp.All && runs.Count > 1);
        }
    }

    /// <summary>The ledger accounts for all up to this due; another node may have taken them.</summary>
    internal void NoteTaken(DateTimeOffset due)
    {
        lock (_gate)
            if (due > _taken)
                (_taken, _next) = (due, default);
    }

    /// <summary>Takes this due, and those after it, once more: the ledger did not take it.</summary>
    internal void PutBack(DateTimeOffset due)
    {
        lock (_gate)
            (_taken, _next) = (due <= _taken ? due.AddTicks(-1) : _taken, default);
    }
}
