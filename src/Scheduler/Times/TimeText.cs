using System.Globalization;

namespace JobQueue.Scheduler.Times;

/// <summary>Instants as JobQueue prints them.</summary>
internal static class TimeText
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:sszzz";

    /// <summary>RFC 3339 in a zone, whole seconds; in UTC where the zone's clock is outside the years 1 to 9999.</summary>
    /// <example><c>2026-03-29T03:00:00+02:00</c></example>
    internal static string Print(DateTimeOffset instant, TimeZoneInfo zone)
    {
        var offset = WallClock.OffsetAt(instant, zone);
        var isInRange = instant.UtcTicks + offset.Ticks is >= 0 and var wall && wall <= DateTime.MaxValue.Ticks;
        return instant.ToOffset(isInRange ? offset : TimeSpan.Zero).ToString(Format, CultureInfo.InvariantCulture);
    }
}
