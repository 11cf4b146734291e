using System.Globalization;
using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Host.CommandLine;

/// <summary>Reads the time from which <c>next</c> looks ahead.</summary>
internal static class FromText
{
    private const string Expected = "a time like 2026-03-28T12:00, or with an offset like 2026-03-28T12:00:00+01:00";

    private static readonly string[] WallFormats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd"];

    private static readonly string[] InstantFormats = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>
    /// The instant; without an offset the text is wall time in the zone: in a gap it is moved forward by the gap, and of a time that comes
    /// twice it is the first.
    /// </summary>
    /// <example><c>2026-03-28T12:00</c>, <c>2026-03-28T12:00:00+01:00</c></example>
    internal static AtResult Read(string text, TimeZoneInfo zone)
    {
        var isWall = DateTime.TryParseExact(text, WallFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall);
        if (isWall && WallClock.InstantOf(wall, zone, DateTimeOffset.MinValue) is { } instant)
            return AtResult.Of(instant);
        // K takes a text without offset too, as this machine's time.
        if (!isWall && DateTimeOffset.TryParseExact(text, InstantFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            return AtResult.Of(read);
        return AtResult.Fault(1, text, isWall ? "a time in the years 1 to 9999" : Expected);
    }
}
