using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Times;

[TestClass]
public sealed class DelayedScheduleTests
{
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(30);

    [TestMethod]
    // Schedule, after, due with 30 minutes of delay
    [DataRow("0 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:30:00Z")]
    [DataRow("0 * * * *", "2026-01-01T00:29:59.9999999Z", "2026-01-01T00:30:00Z")]
    [DataRow("0 * * * *", "2026-01-01T00:30:00Z", "2026-01-01T01:30:00Z")]
    // a delay longer than the distance of two dues loses none
    [DataRow("*/10 * * * *", "2026-01-01T00:30:00Z", "2026-01-01T00:40:00Z")]
    [DataRow("*/10 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:10:00Z")]
    public void NextAfter_Delayed_IsTheDueAndTheDelay(string text, string after, string expected) =>
        Assert.AreEqual(Instants.Of(expected), Delayed(text).NextAfter(Instants.Of(after)));

    [TestMethod]
    public void NextAfter_DelayedAcrossAChange_WaitsElapsedTime()
    {
        // Due at 01:45 in Berlin, a quarter of an hour before the clock is put forward.
        var schedule = new DelayedSchedule(ScheduleText.Parse("45 1 29 3 *", Zones.Berlin).Schedule!, Delay);

        Assert.AreEqual(Instants.Of("2026-03-29T03:15:00+02:00"), schedule.NextAfter(Instants.Of("2026-03-01T00:00:00Z")));
    }

    [TestMethod]
    public void NextAfter_DelayedEvery_IsTheGridAndTheDelay()
    {
        var anchor = Instants.Of("2026-01-01T00:00:07Z");

        var schedule = Delayed("@every 1h").AnchoredAt(anchor);

        Assert.AreEqual(anchor + Delay, schedule.NextAfter(anchor));
        Assert.AreEqual(anchor + Delay + TimeSpan.FromHours(1), schedule.NextAfter(anchor + Delay));
        Assert.AreEqual("@every 1h", schedule.Text);
    }

    [TestMethod]
    public void NextAfter_AtTheEndsOfTheCalendar_NeitherThrowsNorIsEarly()
    {
        Assert.AreEqual(DateTimeOffset.MinValue + Delay + TimeSpan.FromMinutes(1), Delayed("* * * * *").NextAfter(DateTimeOffset.MinValue));
        Assert.IsNull(Delayed("* * * * *").NextAfter(DateTimeOffset.MaxValue));
        Assert.IsNull(Delayed("59 23 31 12 *").NextAfter(Instants.Of("9999-06-01T00:00:00Z")));
    }

    [TestMethod]
    public void Of_ManySeeds_IsFromZeroToTheJitterInSeconds()
    {
        var delays = Enumerable.Range(0, 3000).Select(seed => DelayOf($"{seed}", TimeSpan.FromSeconds(10)).TotalSeconds).Distinct();

        Assert.AreEqual("0 1 2 3 4 5 6 7 8 9 10", string.Join(' ', delays.Order()));
    }

    [TestMethod]
    public void Of_Reboot_IsNotPutOff() =>
        Assert.AreSame(RebootSchedule.Instance, DelayedSchedule.Of(RebootSchedule.Instance, TimeSpan.FromHours(24), new Draw("a")));

    [TestMethod]
    public void OfJob_NameAndIdentity_SettleBothChances()
    {
        var policy = JobPolicy.Default with { Jitter = TimeSpan.FromHours(1) };
        var after = Instants.Of("2026-01-01T00:00:00Z");

        var named = ScheduleText.OfJob("~ ~ * * *", TimeZoneInfo.Utc, policy with { Name = "nightly" }, "5b0c2d7e")!.NextAfter(after);
        var again = ScheduleText.OfJob("~ ~ * * *", TimeZoneInfo.Utc, policy with { Name = "nightly" }, "00000000")!.NextAfter(after);
        var unnamed = ScheduleText.OfJob("~ ~ * * *", TimeZoneInfo.Utc, policy, "5b0c2d7e")!.NextAfter(after);

        // 10:49, and 1539 seconds: the values of DrawTests.
        Assert.AreEqual(Instants.Of("2026-01-01T11:14:39Z"), named);
        Assert.AreEqual(named, again);
        Assert.AreNotEqual(named, unnamed);
    }

    private static DelayedSchedule Delayed(string text) => new(ScheduleText.Parse(text, TimeZoneInfo.Utc).Schedule!, Delay);

    private static TimeSpan DelayOf(string seed, TimeSpan jitter) =>
        DelayedSchedule.Of(EveryMinute, jitter, new Draw(seed)) is DelayedSchedule delayed ? delayed.Delay : TimeSpan.Zero;

    private static Schedule EveryMinute { get; } = ScheduleText.Parse("* * * * *", TimeZoneInfo.Utc).Schedule!;
}
