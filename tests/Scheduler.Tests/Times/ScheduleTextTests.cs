using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Times;

[TestClass]
public sealed class ScheduleTextTests
{
    [TestMethod]
    // values
    [DataRow("60 * * * *", 1, "\"60\"", "a minute from 0 to 59")]
    [DataRow("* 24 * * *", 3, "\"24\"", "an hour from 0 to 23")]
    [DataRow("* * 0 * *", 5, "\"0\"", "a day of month from 1 to 31")]
    [DataRow("* * * 13 *", 7, "\"13\"", "a month from 1 to 12 or jan-dec")]
    [DataRow("* * * * 8", 9, "\"8\"", "a day of week from 0 to 7 or sun-sat")]
    [DataRow("mon * * * *", 1, "\"mon\"", "a minute from 0 to 59")]
    [DataRow("1,,2 * * * *", 3, "\",\"", "a minute from 0 to 59")]
    [DataRow("1, * * * *", 3, "the end of the field", "a minute from 0 to 59")]
    [DataRow("5- * * * *", 3, "the end of the field", "a minute from 0 to 59")]
    [DataRow("-5 * * * *", 1, "\"-5\"", "a minute from 0 to 59")]
    [DataRow("٣ * * * *", 1, "\"٣\"", "a minute from 0 to 59")]
    [DataRow("99999999999999999999 * * * *", 1, "\"99999999999999999999\"", "a minute from 0 to 59")]
    // drawn values
    [DataRow("30~10 * * * *", 1, "\"30~10\"", "a range that ascends: ~ draws one value, and not across the end of the field")]
    [DataRow("0 0 * * sat~mon", 9, "\"sat~mon\"", "a range that ascends: ~ draws one value, and not across the end of the field")]
    [DataRow("~60 * * * *", 2, "\"60\"", "a minute from 0 to 59")]
    [DataRow("60~ * * * *", 1, "\"60~\"", "a minute from 0 to 59")]
    [DataRow("0~30/5 * * * *", 5, "\"/5\"", "no step after ~: 0~30 is one value of its range")]
    [DataRow("~/5 * * * *", 2, "\"/5\"", "no step after ~: ~ is one value of its range")]
    [DataRow("1~5~9 * * * *", 4, "\"~9\"", "a comma or the end of the field")]
    [DataRow("1~5-9 * * * *", 4, "\"-9\"", "a comma or the end of the field")]
    [DataRow("~,~,~,~,~,~,~,~,~,~,5~9 * * * *", 21, "\"5~9\"", "at most 10 drawn values in a field")]
    [DataRow("*~5 * * * *", 2, "\"~5\"", "a comma or the end of the field")]
    // steps and ranges
    [DataRow("*/0 * * * *", 3, "\"0\"", "a step of 1 or more")]
    [DataRow("*/ * * * *", 3, "the end of the field", "a step of 1 or more")]
    [DataRow("5/15 * * * *", 1, "\"5/15\"", "a step after * or a range, as in 5-59/15")]
    [DataRow("0 22-4 * * *", 3, "\"22-4\"", "a range that ascends, or two: 22-23,0-4")]
    [DataRow("0 0 * nov-feb *", 7, "\"nov-feb\"", "a range that ascends, or two: nov-dec,jan-feb")]
    [DataRow("0 0 * * sat-mon", 9, "\"sat-mon\"", "a range that ascends, or two: sat-sat,sun-mon")]
    [DataRow("1-5-9 * * * *", 4, "\"-9\"", "a comma or the end of the field")]
    [DataRow("*/5/2 * * * *", 4, "\"/2\"", "a comma or the end of the field")]
    [DataRow("*5 * * * *", 2, "\"5\"", "a comma or the end of the field")]
    // what others write
    [DataRow("0 0 L * *", 5, "\"L\"", "days like 28-31: L, the last day, cannot be written; let the app decide on which of them to act")]
    [DataRow("0 0 15W * *", 5, "\"15W\"", "a day of month without W: the nearest weekday cannot be written; let the app decide")]
    [DataRow("0 0 * * mon#1", 9, "\"mon#1\"", "the weekday without #1 beside the days */32,1-7: one day field begins with *, so both must match")]
    [DataRow("0 0 * * sun#2", 9, "\"sun#2\"", "*/7, which is Sunday, beside the days 1-7, 8-14, 15-21 or 22-28: one day field begins with *, so both must match")]
    [DataRow("0 0 * * mon#2", 9, "\"mon#2\"", "a day of week without #: the nth weekday of a month cannot be written; take the weekday and let the app decide")]
    [DataRow("0 0 * * 5L", 9, "\"5L\"", "a day of week without L: the last weekday of a month cannot be written; let the app decide")]
    [DataRow("0 0 ? * 1", 5, "\"?\"", "*: a ? is Quartz's, here both day fields can be *")]
    [DataRow("H 0 * * *", 1, "\"H\"", "~, a value drawn once for the job, or a fixed one: H is Jenkins'")]
    [DataRow("H/15 0 * * *", 1, "\"H/15\"", "~, a value drawn once for the job, or a fixed one: H is Jenkins'")]
    [DataRow("0 0 * * Monday", 9, "\"Monday\"", "mon: names have three letters")]
    [DataRow("0 0 * january *", 7, "\"january\"", "jan: names have three letters")]
    // the number of fields
    [DataRow("0 0 * * * *", 11, "\"*\"", "the end: five fields are minute, hour, day of month, month, day of week, without seconds and years")]
    [DataRow("0 0 * *", 8, "the end", "a day of week from 0 to 7 or sun-sat: five fields are minute, hour, day of month, month, day of week")]
    [DataRow("", 1, "the end", "a schedule: five fields (minute, hour, day of month, month, day of week) or a word like @daily")]
    // words
    [DataRow("@Daily", 1, "\"@Daily\"", "@daily, in lower case")]
    [DataRow("@daily x", 8, "\"x\"", "the end")]
    [DataRow("@noon", 1, "\"@noon\"", "one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly, @reboot, @every 30s")]
    [DataRow("@every", 7, "the end", "a duration like 90s, 5m, 1h30m or PT5M, 1s or longer")]
    [DataRow("@every 10ms", 8, "\"10ms\"", "a duration like 90s, 5m, 1h30m or PT5M, 1s or longer")]
    // never due
    [DataRow("0 0 30 2 *", 5, "\"30\"", "a day that month 2 has: this is never due")]
    [DataRow("0 0 31 4,6,9,11 *", 5, "\"31\"", "a day that month 4,6,9,11 has: this is never due")]
    [DataRow("0 0 30~31 2 *", 5, "\"30~31\"", "a day that month 2 has: this is never due")]
    [DataRow("0 0 31 4~4 *", 5, "\"31\"", "a day that month 4~4 has: this is never due")]
    [DataRow("0 0 30-31 feb */2", 5, "\"30-31\"", "a day that month feb has: this is never due")]
    public void Parse_NotASchedule_SaysWhereAndWhat(string text, int column, string found, string expected)
    {
        // Act
        var result = ScheduleText.Parse(text, TimeZoneInfo.Utc);

        // Assert
        Assert.IsNull(result.Schedule);
        Assert.AreEqual(new TextError(null, 1, column, found, expected), result.Errors.Single());
    }

    [TestMethod]
    public void Parse_SeveralBadFields_ReportsEach() =>
        Assert.AreEqual("1 4 9", string.Join(' ', ScheduleText.Parse("60 24 * 13 *", TimeZoneInfo.Utc).Errors.Select(error => error.Column)));

    [TestMethod]
    [DataRow("0 0 30 2 mon", "0 0 30 2 mon")]
    [DataRow(" \t0  0\t1 *  * ", "0 0 1 * *")]
    [DataRow("@daily", "@daily")]
    [DataRow("@reboot", "@reboot")]
    [DataRow("@every  90s", "@every 1m30s")]
    public void Parse_Schedule_KeepsItsText(string text, string expected) =>
        Assert.AreEqual(expected, ScheduleText.Parse(text, TimeZoneInfo.Utc).Schedule?.Text);

    [TestMethod]
    public void NextAfter_Reboot_IsNull() =>
        Assert.IsNull(ScheduleText.Parse("@reboot", TimeZoneInfo.Utc).Schedule!.NextAfter(DateTimeOffset.UnixEpoch));

    [TestMethod]
    [DataRow("2026-01-01T00:00:00Z", "2026-01-01T00:00:07Z")]
    [DataRow("2026-01-01T00:00:07Z", "2026-01-01T00:00:37Z")]
    [DataRow("2026-01-01T00:00:36.9999999Z", "2026-01-01T00:00:37Z")]
    [DataRow("2026-01-01T00:00:37Z", "2026-01-01T00:01:07Z")]
    [DataRow("2025-01-01T00:00:00Z", "2026-01-01T00:00:07Z")]
    public void NextAfter_Every_IsOnTheGrid(string after, string expected)
    {
        var schedule = new EverySchedule(TimeSpan.FromSeconds(30), DateTimeOffset.UnixEpoch).AnchoredAt(Instants.Of("2026-01-01T00:00:07Z"));

        Assert.AreEqual(Instants.Of(expected), schedule.NextAfter(Instants.Of(after)));
    }
}
