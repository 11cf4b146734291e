using System.Globalization;

namespace JobQueue.Scheduler.Times.Saying;

/// <summary>Schedules as people say them. What a <c>~</c> has drawn is said, not that it was drawn.</summary>
internal static class ScheduleInWords
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("day", TimeSpan.FromDays(1)),
        ("hour", TimeSpan.FromHours(1)),
        ("minute", TimeSpan.FromMinutes(1)),
        ("second", TimeSpan.FromSeconds(1)),
        ("millisecond", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>A recurring schedule.</summary>
    /// <example><c>at 02:30 every day</c>, <c>every 5 minutes from 09:00 to 17:55, Monday to Friday</c>, <c>every 90 seconds</c></example>
    internal static string Of(Schedule schedule) => schedule switch
    {
        CronSchedule cron => Of(cron.Fields),
        DelayedSchedule delayed => $"{Of(delayed.Inner)}, put off by {Length(delayed.Delay)}",
        EverySchedule every => $"every {Period(every.Period)}",
        RebootSchedule => "once at each start",
        var other => other.Text,
    };

    /// <summary>A single due.</summary>
    /// <example><c>once, on Friday, 27 November 2026, at 09:00</c></example>
    internal static string Once(DateTimeOffset due, TimeZoneInfo zone)
    {
        var wall = WallClock.At(due, zone);
        var clock = wall.Ticks % TimeSpan.TicksPerMinute < TimeSpan.TicksPerSecond ? "HH:mm" : "HH:mm:ss";
        return string.Create(CultureInfo.InvariantCulture, $"once, on {wall:dddd}, {wall:d MMMM yyyy}, at {wall.ToString(clock, CultureInfo.InvariantCulture)}");
    }

    private static string Of(CronFields fields)
    {
        var isEveryDaySaid = ClockInWords.IsAtTimes(fields) && DaysInWords.IsEveryDay(fields);
        return ClockInWords.Of(fields) + (isEveryDaySaid ? " every day" : "") + DaysInWords.Of(fields);
    }

    // 90 seconds stay 90 seconds, as they are written; 120 are 2 minutes.
    private static string Period(TimeSpan period)
    {
        var (unit, length) = Units.First(unit => period.Ticks % unit.Length.Ticks == 0 || unit == Units[^1]);
        return period == length ? unit : Count(period.Ticks / length.Ticks, unit);
    }

    private static string Length(TimeSpan span)
    {
        var parts = new List<string>();
        foreach (var (unit, length) in Units)
        {
            var count = span.Ticks / length.Ticks;
            span -= length * count;
            if (count > 0)
                parts.Add(Count(count, unit));
        }

        return Listing.Of(parts);
    }

    private static string Count(long count, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {unit}{(count == 1 ? "" : "s")}");
}
