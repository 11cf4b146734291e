namespace JobQueue.Scheduler.Tests;

internal static class Zones
{
    internal static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    internal static TimeZoneInfo Of(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}
