using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Times;

[TestClass]
public sealed class TimeTextTests
{
    [TestMethod]
    [DataRow("Europe/Berlin", "2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00")]
    [DataRow("America/New_York", "2026-01-01T00:00:00.999Z", "2025-12-31T19:00:00-05:00")]
    [DataRow("Asia/Kathmandu", "2026-01-01T00:00:00Z", "2026-01-01T05:45:00+05:45")]
    [DataRow("UTC", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00+00:00")]
    [DataRow("Europe/Berlin", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59+00:00")]
    public void Print_InZone_IsRfc3339(string zone, string instant, string expected) =>
        Assert.AreEqual(expected, TimeText.Print(Instants.Of(instant), Zones.Of(zone)));
}
