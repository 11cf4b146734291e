using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Times;

[TestClass]
public sealed class ZoneSpansTests
{
    [TestMethod]
    //       zone                   an instant in it         begins                   ends                     offset  change
    [DataRow("Europe/Berlin", "2026-07-01T00:00:00Z", "2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", 120, 60)]
    [DataRow("Australia/Lord_Howe", "2026-07-01T00:00:00Z", "2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z", 630, -30)]
    // the shortest there were: days
    [DataRow("Africa/Freetown", "1939-09-03T00:00:00Z", "1939-09-01T01:00:00Z", "1939-09-05T00:40:00Z", -40, 20)]
    [DataRow("America/Recife", "2000-10-10T00:00:00Z", "2000-10-08T03:00:00Z", "2000-10-15T02:00:00Z", -120, 60)]
    // a day that was left out
    [DataRow("Pacific/Apia", "2011-12-31T00:00:00Z", "2011-12-30T10:00:00Z", "2012-01-01T00:00:00Z", 840, 1440)]
    // none
    [DataRow("UTC", "2026-07-01T00:00:00Z", "2025-12-31T00:00:00Z", "2027-01-01T00:00:00Z", 0, 0)]
    public void Around_Instant_IsTheStretchOfEqualOffset(string zone, string instant, string start, string end, int offset, int change)
    {
        var spans = ZoneSpans.Of(Zones.Of(zone));

        var span = spans.Around(Ticks(instant));

        Assert.AreEqual((Ticks(start), Ticks(end)), (span.Start, span.End));
        Assert.AreEqual((Minutes(offset), Minutes(change)), (span.Offset, span.Change));
    }

    private static long Ticks(string instant) => DateTimeOffset.Parse(instant, null).UtcTicks;

    private static long Minutes(int minutes) => minutes * TimeSpan.TicksPerMinute;
}
