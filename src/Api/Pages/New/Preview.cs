using JobQueue.Api.Endpoints;
using JobQueue.Scheduler;
using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.At;
using JobQueue.Scheduler.Times.Saying;

namespace JobQueue.Api.Pages.New;

/// <summary>What the text that says when means now.</summary>
/// <param name="Text">The text; empty for none.</param>
/// <param name="Zone">The zone in which it was read.</param>
/// <param name="Words">The meaning as people say it; null where there is none.</param>
/// <param name="Times">The due, or the next ones; none where chance decides when the job is made.</param>
/// <param name="Fault">Why there is no meaning; null where there is one, or no text.</param>
internal sealed record Preview(string Text, TimeZoneInfo Zone, string? Words, IReadOnlyList<DateTimeOffset> Times, Fault? Fault)
{
    private const int MostTimes = 5;

    internal static Preview Of(string text, string zoneId, DateTimeOffset now, SchedulerOptions options)
    {
        var zone = options.Zone;
        if (zoneId.Length > 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(zoneId, out zone))
            return Faulty(text, options.Zone, new Fault("timeZone", null, TextError.Quote(zoneId), "an IANA time zone like Europe/Berlin"));
        if (text.Length == 0)
            return new Preview("", zone!, null, [], null);
        return WhenText.IsSchedule(text) ? OfSchedule(text, zone!, now) : OfTime(text, zone!, now);
    }

    private static Preview OfTime(string text, TimeZoneInfo zone, DateTimeOffset now)
    {
        var time = AtTime.Parse(text, now, zone);
        return time.Instant is { } due
            ? new Preview(text, zone, ScheduleInWords.Once(due, zone), [due], null)
            : Faulty(text, zone, FaultOf("at", time.Error!));
    }

    private static Preview OfSchedule(string text, TimeZoneInfo zone, DateTimeOffset now)
    {
        var read = ScheduleText.Parse(text, zone);
        if (read.Schedule is not { } schedule)
            return Faulty(text, zone, FaultOf("cron", read.Errors[0]));
        var times = new List<DateTimeOffset>(MostTimes);
        var anchored = LiveJob.Anchored(schedule, now);
        for (var next = schedule.HasChance ? null : anchored.NextAfter(now); next is { } due && times.Count < MostTimes; next = anchored.NextAfter(due))
            times.Add(due);
        return new Preview(text, zone, ScheduleInWords.Of(schedule), times, null);
    }

    private static Preview Faulty(string text, TimeZoneInfo zone, Fault fault) => new(text, zone, null, [], fault);

    private static Fault FaultOf(string field, TextError error) => new(field, error.Column, error.Found, error.Expected);
}
