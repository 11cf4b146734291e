using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Clock;

/// <summary>Recurring jobs as the clock has them, for tests.</summary>
internal static class TimedJobs
{
    /// <summary>A job whose schedule is made of text; an <c>@every</c> is first due at its anchor.</summary>
    internal static TimedJob Of(string id, string schedule, DateTimeOffset anchor, TimeSpan jitter = default)
    {
        var definition = new DueDefinition(schedule, "Europe/Berlin", anchor, jitter, id);
        return new(id, definition.Read()!, anchor.AddTicks(-1), definition);
    }

    /// <summary>A job with a schedule that no text says; in memory only.</summary>
    internal static TimedJob Of(string id, Schedule schedule, DateTimeOffset after) => new(id, schedule, after, new("", "", after, default, id));
}
