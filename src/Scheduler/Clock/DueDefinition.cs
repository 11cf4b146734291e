using System.Globalization;
using JobQueue.Jobs;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Clock;

/// <summary>All that makes a job's <see cref="Schedule"/>: what a trigger's row keeps.</summary>
/// <remarks>
/// A row keeps this and not only the job's id: a node that has not heard of a change yet still works out the next due from the schedule that
/// is in force, and none asks the ledger while a trigger is claimed. What makes one schedule makes it on all nodes that have the same zones.
/// </remarks>
/// <param name="Schedule">As in the crontab.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Anchor">From where on <c>@every</c> counts.</param>
/// <param name="Jitter">The most it is put off by.</param>
/// <param name="Seed">Settles what is left to chance: the job's name, else its identity.</param>
internal sealed record DueDefinition(string Schedule, string TimeZone, DateTimeOffset Anchor, TimeSpan Jitter, string Seed)
{
    internal static DueDefinition Of(RecurringJob job) =>
        new(job.Schedule, job.TimeZone, job.Anchor, job.Policy.Jitter, ScheduleText.Seed(job.Policy, job.Identity));

    /// <summary>The schedule, anchored; null where this machine cannot read it, as when it has no such zone.</summary>
    internal Schedule? Read() =>
        TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) && ScheduleText.OfJob(Schedule, zone, Jitter, Seed) is { } schedule
            ? schedule.AnchoredAt(Anchor)
            : null;

    /// <summary>On one line, for people at a prompt and to tell two apart.</summary>
    internal string Text => string.Create(
        CultureInfo.InvariantCulture, $"{Schedule} in {TimeZone}, from {Anchor.UtcDateTime:O}, jitter {Jitter:c}, of {Seed}");
}
