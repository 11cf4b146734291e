using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.Saying;

namespace JobQueue.Scheduler.Tests.Times.Saying;

[TestClass]
public sealed class ScheduleInWordsTests
{
    [TestMethod]
    // Times of the day
    [DataRow("30 2 * * *", "at 02:30 every day")]
    [DataRow("30 7,19 * * *", "at 07:30 and 19:30 every day")]
    [DataRow("@daily", "at 00:00 every day")]
    [DataRow("0,30 9-11 * * *", "at 09:00, 09:30, 10:00, 10:30, 11:00 and 11:30 every day")]
    // Periods
    [DataRow("* * * * *", "every minute")]
    [DataRow("*/5 * * * *", "every 5 minutes")]
    [DataRow("*/5 9-17 * * mon-fri", "every 5 minutes from 09:00 to 17:55, Monday to Friday")]
    [DataRow("* 9-17 * * *", "every minute from 09:00 to 17:59")]
    [DataRow("7-59/20 * * * *", "every 20 minutes from minute 7 of each hour on")]
    [DataRow("@hourly", "every hour")]
    [DataRow("17 * * * *", "every hour at minute 17")]
    [DataRow("0 */2 * * *", "every 2 hours")]
    [DataRow("15 1-23/2 * * *", "every 2 hours from 01:15 on")]
    [DataRow("0 9-17 * * *", "every hour from 09:00 to 17:00")]
    // What is no period: the hour begins anew
    [DataRow("*/7 * * * *", "at minutes 0, 7, 14, 21, 28, 35, 42, 49 and 56 of every hour")]
    [DataRow("0-10 * * * *", "at minutes 0 to 10 of every hour")]
    [DataRow("5,50 0-5,12 * * *", "at minutes 5 and 50 of hours 0 to 5 and 12")]
    [DataRow("* 1,5 * * *", "every minute of hours 1 and 5")]
    // Days and months
    [DataRow("0 9 * * mon", "at 09:00 on Mondays")]
    [DataRow("0 9 * * 6,0", "at 09:00 on Saturdays and Sundays")]
    [DataRow("0 22 * * fri-sun", "at 22:00, Friday to Sunday")]
    [DataRow("@weekly", "at 00:00 on Sundays")]
    [DataRow("@monthly", "at 00:00 on the 1st of the month")]
    [DataRow("@yearly", "at 00:00 on the 1st of January")]
    [DataRow("0 0 29 2 *", "at 00:00 on the 29th of February")]
    [DataRow("0 0 1 */3 *", "at 00:00 on the 1st of January, April, July and October")]
    [DataRow("0 0 1,2,3,12,21 * *", "at 00:00 on the 1st to 3rd, 12th and 21st of the month")]
    [DataRow("0 0 */2 * *", "at 00:00 on the 1st and every 2nd day from there to the 31st of the month")]
    [DataRow("0 0 * jun,jul *", "at 00:00 every day in June and July")]
    [DataRow("*/5 * * 6-8 *", "every 5 minutes in June to August")]
    [DataRow("0 9 * 6 mon-fri", "at 09:00, Monday to Friday in June")]
    // The day rule: either will do, but both where one begins with a star
    [DataRow("0 0 13 * fri", "at 00:00 on the 13th of the month, and on Fridays too")]
    [DataRow("0 0 13 6 fri", "at 00:00 on the 13th of June, and on Fridays too in June")]
    [DataRow("0 8 */32,1-7 * mon", "at 08:00 on Mondays that are the 1st to 7th of the month")]
    [DataRow("0 8 8-14 * */7", "at 08:00 on Sundays that are the 8th to 14th of the month")]
    [DataRow("0 0 1-31 * mon", "at 00:00 every day")]
    // Words
    [DataRow("@every 30s", "every 30 seconds")]
    [DataRow("@every 90s", "every 90 seconds")]
    [DataRow("@every 1m", "every minute")]
    [DataRow("@every 2h", "every 2 hours")]
    [DataRow("@every 1500ms", "every 1500 milliseconds")]
    [DataRow("@reboot", "once at each start")]
    public void Of_Schedule_IsSaid(string text, string expected)
    {
        var schedule = ScheduleText.Parse(text, TimeZoneInfo.Utc).Schedule!;

        Assert.AreEqual(expected, ScheduleInWords.Of(schedule));
    }

    [TestMethod]
    public void Of_DrawnTimesAndJitter_SaysWhatWasDrawn()
    {
        var schedule = ScheduleText.OfJob("0 4 * * *", TimeZoneInfo.Utc, new JobPolicy { Jitter = TimeSpan.FromHours(1) }, "nightly")!;
        var drawn = ScheduleText.Parse("~ 4 * * *", TimeZoneInfo.Utc, "nightly").Schedule!;

        StringAssert.Matches(ScheduleInWords.Of(schedule), new(@"^at 04:00 every day, put off by \d+ minutes? and \d+ seconds?$"));
        StringAssert.Matches(ScheduleInWords.Of(drawn), new(@"^at 04:\d\d every day$"));
    }

    [TestMethod]
    [DataRow("2026-11-27T08:00:00Z", "once, on Friday, 27 November 2026, at 09:00")]
    [DataRow("2026-07-01T22:15:30Z", "once, on Thursday, 2 July 2026, at 00:15:30")]
    public void Once_Due_IsSaidInItsZone(string due, string expected)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

        Assert.AreEqual(expected, ScheduleInWords.Once(DateTimeOffset.Parse(due, null), zone));
    }
}
