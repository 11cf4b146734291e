using JobQueue.Scheduler.Times;
using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Tests.Times.At;

/// <summary>The rules of at(1), each with the times that show it. The present time is a Saturday, the last day of a month.</summary>
[TestClass]
public sealed class AtRulesTests
{
    [TestMethod]
    // every way to write a time; seconds are dropped
    [DataRow("1630", "2026-01-31T16:30")]
    [DataRow("16:30", "2026-01-31T16:30")]
    [DataRow("16h30", "2026-01-31T16:30")]
    [DataRow("16H30", "2026-01-31T16:30")]
    [DataRow("16.30", "2026-01-31T16:30")]
    [DataRow("16,30", "2026-01-31T16:30")]
    [DataRow("16'30", "2026-01-31T16:30")]
    [DataRow("4'30pm", "2026-01-31T16:30")]
    [DataRow("4:30 PM", "2026-01-31T16:30")]
    [DataRow("04pm", "2026-01-31T16:00")]
    [DataRow("4 pm", "2026-01-31T16:00")]
    [DataRow("12am", "2026-02-01T00:00")]
    [DataRow("12:30 am", "2026-02-01T00:30")]
    [DataRow("12pm", "2026-01-31T12:00")]
    [DataRow("noon", "2026-01-31T12:00")]
    [DataRow("midnight", "2026-02-01T00:00")]
    [DataRow("teatime", "2026-01-31T16:00")]
    [DataRow("1955", "2026-01-31T19:55")]
    [DataRow("24:00", "2026-02-01T00:00")]
    [DataRow("2430", "2026-02-01T00:30")]
    // every way to write a day, which keeps the present time of day
    [DataRow("May 27", "2026-05-27T08:14")]
    [DataRow("may27", "2026-05-27T08:14")]
    [DataRow("27 may", "2026-05-27T08:14")]
    [DataRow("27may27", "2027-05-27T08:14")]
    [DataRow("may 27 27", "2027-05-27T08:14")]
    [DataRow("may 27, 2027", "2027-05-27T08:14")]
    [DataRow("May 27 , 27", "2027-05-27T08:14")]
    [DataRow("2027-5-27", "2027-05-27T08:14")]
    [DataRow("27-05-27", "2027-05-27T08:14")]
    [DataRow("27.5.2027", "2027-05-27T08:14")]
    [DataRow("27.05.27", "2027-05-27T08:14")]
    [DataRow("5/27/2027", "2027-05-27T08:14")]
    [DataRow("5 / 27 / 27", "2027-05-27T08:14")]
    [DataRow("52727", "2027-05-27T08:14")]
    [DataRow("052727", "2027-05-27T08:14")]
    [DataRow("5272027", "2027-05-27T08:14")]
    [DataRow("05272027", "2027-05-27T08:14")]
    [DataRow("today", "2026-01-31T08:14")]
    [DataRow("tomorrow", "2026-02-01T08:14")]
    [DataRow("friday", "2026-02-06T08:14")]
    [DataRow("next fri", "2026-02-06T08:14")]
    [DataRow("next hour", "2026-01-31T09:14")]
    [DataRow("next days", "2026-02-01T08:14")]
    [DataRow("next week", "2026-02-07T08:14")]
    [DataRow("next year", "2027-01-31T08:14")]
    // years of two digits, and counted from 1900
    [DataRow("jan 5 69", "2069-01-05T08:14")]
    [DataRow("jan 5 0069", "2069-01-05T08:14")]
    [DataRow("jan 5 0127", "2027-01-05T08:14")]
    [DataRow("jan 5 1900", "3800-01-05T08:14")]
    [DataRow("jan 5 9999", "9999-01-05T08:14")]
    // the longest word, whatever follows; blanks mean nothing
    [DataRow("6PM+2WEEKS", "2026-02-14T18:00")]
    [DataRow("noonsat", "2026-02-07T12:00")]
    [DataRow("1630tomorrow", "2026-02-01T16:30")]
    [DataRow("16:3027may", "2026-05-27T16:30")]
    [DataRow("\t 4\npm\t tomorrow ", "2026-02-01T16:00")]
    [DataRow("1630-2days", "2027-01-29T16:30")]
    [DataRow("1630-2-3", "3530-02-03T08:14")]
    [DataRow("2027-05-27-2days", "2027-05-25T08:14")]
    // a weekday is never today
    [DataRow("saturday", "2026-02-07T08:14")]
    [DataRow("11pm sat", "2026-02-07T23:00")]
    [DataRow("next sun", "2026-02-01T08:14")]
    // months overflow; a step is carried over before the next
    [DataRow("next month", "2026-03-03T08:14")]
    [DataRow("next month + 1 month", "2026-04-03T08:14")]
    [DataRow("next month - 1 month", "2026-02-03T08:14")]
    [DataRow("24:00 + 1 month", "2026-03-04T00:00")]
    [DataRow("24:00 tomorrow + 1 month", "2026-03-02T00:00")]
    // a time alone: at or before the present minute it is tomorrow's
    [DataRow("8:14", "2026-02-01T08:14")]
    [DataRow("8:15", "2026-01-31T08:15")]
    [DataRow("8am", "2026-02-01T08:00")]
    [DataRow("8am + 14 minutes", "2026-02-01T08:14")]
    [DataRow("8am + 20 minutes", "2026-01-31T08:20")]
    [DataRow("noon - 5 hours", "2026-02-01T07:00")]
    [DataRow("23:30 + 1 hour", "2026-02-01T00:30")]
    [DataRow("24:00 - 20 hours", "2026-02-01T04:00")]
    // an increment of days turns that off
    [DataRow("8am + 1 day", "2026-02-01T08:00")]
    [DataRow("8am + 1 week", "2026-02-07T08:00")]
    // without a year, a day before today is next year's
    [DataRow("jan 30", "2027-01-30T08:14")]
    [DataRow("9am jan 30", "2027-01-30T09:00")]
    [DataRow("jan 31", "2026-01-31T08:14")]
    [DataRow("jan 30 + 1 day", "2026-01-31T08:14")]
    [DataRow("24:00 jan 30", "2027-01-31T00:00")]
    [DataRow("today - 2 days", "2027-01-29T08:14")]
    [DataRow("8am - 2 days", "2027-01-29T08:00")]
    [DataRow("today - 24 hours", "2027-01-30T08:14")]
    [DataRow("tomorrow - 1 day", "2026-01-31T08:14")]
    [DataRow("fri - 2 weeks", "2027-01-23T08:14")]
    // a unit after next is elapsed time, too
    [DataRow("noon next hour", "2026-01-31T13:00")]
    [DataRow("noon next min", "2026-01-31T12:01")]
    public void Parse_OnTheLastOfJanuary_IsTheInstant(string text, string expected) =>
        Assert.AreEqual(expected + ":00", Wall(text, "2026-01-31T08:14:47.25+01:00", Zones.Berlin));

    [TestMethod]
    [DataRow("8am today")]
    [DataRow("8:13 today")]
    [DataRow("midnight today")]
    [DataRow("8am jan 31")]
    [DataRow("8am + 0 days")]
    [DataRow("0:10 - 20 minutes")]
    [DataRow("8am - 10 hours")]
    [DataRow("today - 1 minute")]
    [DataRow("dec 31 - 1 year")]
    [DataRow("jan 30 2026")]
    [DataRow("jan 5 70")]
    [DataRow("12-12-12")]
    [DataRow("1/1/1970")]
    [DataRow("now - 1 year")]
    public void Parse_BeforeThePresentMinute_IsRefused(string text) =>
        Assert.EndsWith(" ago", AtTime.Parse(text, Instants.Of("2026-01-31T08:14:47.25+01:00"), Zones.Berlin).Error!.Expected);

    [TestMethod]
    // the leap day without a year: this year's, or next year's where that is past
    [DataRow("feb 29", "2028-01-10T08:14:47+01:00", "2028-02-29T08:14:00")]
    [DataRow("feb 29", "2027-03-01T08:14:47+01:00", "2028-02-29T08:14:00")]
    [DataRow("feb 29 + 1 day", "2028-06-01T08:14:47+02:00", "2029-03-01T08:14:00")]
    [DataRow("feb 28 + 1 day", "2028-06-01T08:14:47+02:00", "2029-03-01T08:14:00")]
    [DataRow("feb 29", "2028-06-01T08:14:47+02:00", null)]
    [DataRow("feb 29", "2027-01-10T08:14:47+01:00", null)]
    [DataRow("feb 29 + 1 year", "2027-06-01T08:14:47+02:00", null)]
    // around the new year
    [DataRow("tomorrow", "2026-12-31T23:59:30+01:00", "2027-01-01T23:59:00")]
    [DataRow("midnight", "2026-12-31T23:59:30+01:00", "2027-01-01T00:00:00")]
    [DataRow("dec 30", "2026-12-31T23:59:30+01:00", "2027-12-30T23:59:00")]
    [DataRow("jan 1", "2026-12-31T23:59:30+01:00", "2027-01-01T23:59:00")]
    [DataRow("24:00 dec 31", "2026-12-31T23:59:30+01:00", "2027-01-01T00:00:00")]
    [DataRow("dec 31", "2027-01-01T00:00:00+01:00", "2027-12-31T00:00:00")]
    public void Parse_AtTheEdgesOfTheCalendar_IsTheInstant(string text, string now, string? expected) =>
        Assert.AreEqual(expected, Wall(text, now, Zones.Berlin));

    [TestMethod]
    // minutes and hours are elapsed time
    [DataRow("Europe/Berlin", "next hour", "2026-03-29T01:20:00+01:00", "2026-03-29T03:20:00+02:00")]
    [DataRow("Europe/Berlin", "noon + 24 hours", "2026-03-28T08:00:00+01:00", "2026-03-29T13:00:00+02:00")]
    [DataRow("Europe/Berlin", "midnight + 3 hours", "2026-03-28T08:00:00+01:00", "2026-03-29T04:00:00+02:00")]
    [DataRow("Europe/Berlin", "today + 1 hour", "2026-10-25T02:30:10+02:00", "2026-10-25T02:30:00+01:00")]
    [DataRow("Europe/Berlin", "today + 1 hour", "2026-10-25T02:30:10+01:00", "2026-10-25T03:30:00+01:00")]
    [DataRow("Europe/Berlin", "next hour", "2026-10-25T02:30:10+01:00", "2026-10-25T03:30:00+01:00")]
    [DataRow("Europe/Berlin", "2:30 + 20 minutes", "2026-10-25T02:45:10+02:00", "2026-10-25T02:50:00+02:00")]
    [DataRow("Europe/Berlin", "2:30 + 20 minutes", "2026-10-25T02:55:10+02:00", "2026-10-25T02:50:00+01:00")]
    [DataRow("Europe/Berlin", "2:30 + 20 minutes", "2026-10-25T02:55:10+01:00", "2026-10-26T02:50:00+01:00")]
    // days keep the wall clock; a gap moves a time forward
    [DataRow("Europe/Berlin", "tomorrow", "2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00")]
    [DataRow("Europe/Berlin", "tomorrow + 1 day", "2026-03-28T02:30:00+01:00", "2026-03-30T02:30:00+02:00")]
    [DataRow("Europe/Berlin", "2:30 29.3.2026", "2026-01-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00")]
    [DataRow("Europe/Berlin", "2:30 sunday", "2026-03-29T01:20:00+01:00", "2026-04-05T02:30:00+02:00")]
    [DataRow("Europe/Berlin", "24:00", "2026-03-28T12:00:00+01:00", "2026-03-29T00:00:00+01:00")]
    [DataRow("America/New_York", "2:30am + 1 week", "2026-03-01T01:00:00-05:00", "2026-03-08T03:30:00-04:00")]
    [DataRow("Australia/Lord_Howe", "2:15 tomorrow", "2026-10-03T02:15:00+10:30", "2026-10-04T02:45:00+11:00")]
    [DataRow("Australia/Lord_Howe", "7am thursday", "2026-04-04T01:45:00+11:00", "2026-04-09T07:00:00+10:30")]
    [DataRow("America/Santiago", "midnight tomorrow", "2026-09-05T12:00:00-04:00", "2026-09-06T01:00:00-03:00")]
    [DataRow("Pacific/Apia", "tomorrow", "2011-12-29T12:00:00-10:00", "2011-12-31T12:00:00+14:00")]
    // a time that comes twice is the first, unless that is past
    [DataRow("Europe/Berlin", "2:30 oct 25", "2026-01-25T00:30:00+01:00", "2026-10-25T02:30:00+02:00")]
    [DataRow("Europe/Berlin", "2:30 today", "2026-10-25T02:29:59+02:00", "2026-10-25T02:30:00+02:00")]
    [DataRow("Europe/Berlin", "2:30 today", "2026-10-25T02:30:59+02:00", "2026-10-25T02:30:00+02:00")]
    [DataRow("Europe/Berlin", "2:30 today", "2026-10-25T02:31:00+02:00", "2026-10-25T02:30:00+01:00")]
    [DataRow("Europe/Berlin", "today", "2026-10-25T02:30:10+01:00", "2026-10-25T02:30:00+01:00")]
    [DataRow("Europe/Berlin", "tomorrow - 1 day", "2026-10-25T02:30:10+01:00", "2026-10-25T02:30:00+01:00")]
    // with utc, day and time are UTC's
    [DataRow("Europe/Berlin", "noon utc", "2026-01-31T08:14:47+01:00", "2026-01-31T13:00:00+01:00")]
    [DataRow("Europe/Berlin", "7:14 utc", "2026-01-31T08:14:47+01:00", "2026-02-01T08:14:00+01:00")]
    [DataRow("Europe/Berlin", "7:15 utc", "2026-01-31T08:14:47+01:00", "2026-01-31T08:15:00+01:00")]
    [DataRow("Europe/Berlin", "23:30 utc today", "2026-02-01T00:10:00+01:00", "2026-02-01T00:30:00+01:00")]
    [DataRow("Asia/Kolkata", "noonutc+1day", "2026-01-31T04:00:00+05:30", "2026-01-31T17:30:00+05:30")]
    [DataRow("America/New_York", "1am utc tomorrow", "2026-01-31T20:00:00-05:00", "2026-02-01T20:00:00-05:00")]
    public void Parse_AroundAChangeOfTheClock_IsTheInstant(string zone, string text, string now, string expected) =>
        Assert.AreEqual(expected, TimeText.Print(AtTime.Parse(text, Instants.Of(now), Zones.Of(zone)).Instant!.Value, Zones.Of(zone)));

    private static string? Wall(string text, string now, TimeZoneInfo zone) =>
        AtTime.Parse(text, Instants.Of(now), zone).Instant is { } instant ? TimeText.Print(instant, zone)[..19] : null;
}
