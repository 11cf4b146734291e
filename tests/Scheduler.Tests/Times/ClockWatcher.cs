using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Times;

/// <summary>Debian's cron as cron(8) tells it: looks at the clock every minute and asks which jobs are due. Slow, and simple to trust.</summary>
internal static class ClockWatcher
{
    internal static readonly (TimeZoneInfo Zone, DateTimeOffset At)[] Changes =
    [
        (Zones.Of("Europe/Berlin"),       Instants.Of("2026-03-29T01:00:00Z")),
        (Zones.Of("Europe/Berlin"),       Instants.Of("2026-10-25T01:00:00Z")),
        (Zones.Of("Australia/Lord_Howe"), Instants.Of("2026-10-03T15:30:00Z")),
        (Zones.Of("Australia/Lord_Howe"), Instants.Of("2026-04-04T15:00:00Z")),
        (Zones.Of("America/Santiago"),    Instants.Of("2026-09-06T04:00:00Z")),
        (Zones.Of("America/Santiago"),    Instants.Of("2026-04-05T03:00:00Z")),
        (Zones.Of("Africa/Casablanca"),   Instants.Of("2026-02-15T02:00:00Z")),
        (Zones.Of("Africa/Casablanca"),   Instants.Of("2026-03-22T02:00:00Z")),
        // midnight is not there, and midnight twice
        (Zones.Of("America/Sao_Paulo"),   Instants.Of("2018-11-04T03:00:00Z")),
        (Zones.Of("America/Sao_Paulo"),   Instants.Of("2018-02-18T02:00:00Z")),
        // two hours, and three
        (Zones.Of("Antarctica/Troll"),    Instants.Of("2026-03-29T01:00:00Z")),
        (Zones.Of("Antarctica/Casey"),    Instants.Of("2016-10-21T16:00:00Z")),
        (Zones.Of("Antarctica/Casey"),    Instants.Of("2018-03-10T17:00:00Z")),
        // a whole day that is not there
        (Zones.Of("Pacific/Apia"),        Instants.Of("2011-12-30T10:00:00Z")),
        (Zones.Of("Pacific/Kwajalein"),   Instants.Of("1993-08-21T12:00:00Z")),
    ];

    // cron(8): a larger change is the administrator's, and simply taken.
    private static readonly TimeSpan LargestChange = TimeSpan.FromHours(3);

    internal static DateTimeOffset? FirstBetween(string text, TimeZoneInfo zone, DateTimeOffset after, DateTimeOffset until)
    {
        var fields = CronText.Read(Words.Split(text), null, System.Collections.Immutable.ImmutableArray.CreateBuilder<TextError>())!;
        // A day and a half earlier, so that a pass that repeats is known as such.
        var highest = DateTime.MinValue;
        for (var now = after - TimeSpan.FromHours(36); now <= until; now += TimeSpan.FromMinutes(1))
        {
            var wall = TimeZoneInfo.ConvertTime(now, zone).DateTime;
            var isTaken = highest == DateTime.MinValue || (wall - highest - TimeSpan.FromMinutes(1)).Duration() > LargestChange;
            var first = fields.IsWildcard || isTaken ? wall : highest.AddMinutes(1);
            highest = isTaken || wall > highest ? wall : highest;
            if (now > after && Minutes(first, wall).Any(minute => fields.FirstFrom(minute.Ticks) == minute.Ticks))
                return now;
        }

        return null;
    }

    private static IEnumerable<DateTime> Minutes(DateTime first, DateTime last)
    {
        for (var minute = first; minute <= last; minute += TimeSpan.FromMinutes(1))
            yield return minute;
    }
}
