using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Tests.Times.At;

[TestClass]
public sealed class AtTimeTests
{
    [TestMethod]
    // now is exact
    [DataRow("now", "2026-01-10T08:14:47.25+01:00", "2026-01-10T08:14:47.25+01:00")]
    [DataRow(" \tNOW ", "2026-01-10T08:14:47+01:00", "2026-01-10T08:14:47+01:00")]
    [DataRow("now + 3 minutes", "2026-01-10T08:14:47.25+01:00", "2026-01-10T08:17:47.25+01:00")]
    [DataRow("now+1min", "2026-01-10T08:14:47+01:00", "2026-01-10T08:15:47+01:00")]
    [DataRow("Now + 2 HOURS", "2026-01-10T08:14:47+01:00", "2026-01-10T10:14:47+01:00")]
    [DataRow("now + 1 day", "2026-01-10T08:14:47+01:00", "2026-01-11T08:14:47+01:00")]
    [DataRow("now + 2 weeks", "2026-01-10T08:14:47+01:00", "2026-01-24T08:14:47+01:00")]
    [DataRow("now + 0 days", "2026-01-10T08:14:47+01:00", "2026-01-10T08:14:47+01:00")]
    [DataRow("now - 0 minutes", "2026-01-10T08:14:47+01:00", "2026-01-10T08:14:47+01:00")]
    [DataRow("now + 0000000000000000000001 day", "2026-01-10T08:14:47+01:00", "2026-01-11T08:14:47+01:00")]
    // minutes and hours are elapsed time, days and weeks keep the wall clock
    [DataRow("now + 30 minutes", "2026-03-29T01:45:00+01:00", "2026-03-29T03:15:00+02:00")]
    [DataRow("now + 24 hours", "2026-03-28T12:00:00+01:00", "2026-03-29T13:00:00+02:00")]
    [DataRow("now + 1 day", "2026-03-28T12:00:00+01:00", "2026-03-29T12:00:00+02:00")]
    [DataRow("now + 1 week", "2026-10-24T12:00:00+02:00", "2026-10-31T12:00:00+01:00")]
    // a gap moves the time forward, of a repeated time it is the first unless that is past
    [DataRow("now + 1 day", "2026-03-28T02:30:00+01:00", "2026-03-29T03:30:00+02:00")]
    [DataRow("02:30", "2026-03-29T00:30:00+01:00", "2026-03-29T03:30:00+02:00")]
    [DataRow("now + 1 day", "2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00")]
    [DataRow("now + 0 days", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00")]
    [DataRow("02:30", "2026-10-25T01:00:00+02:00", "2026-10-25T02:30:00+02:00")]
    [DataRow("02:30", "2026-10-25T02:45:00+02:00", "2026-10-25T02:30:00+01:00")]
    [DataRow("02:30", "2026-10-25T02:45:00+01:00", "2026-10-26T02:30:00+01:00")]
    // a clock time is the coming one; an exact hit is tomorrow
    [DataRow("16:30", "2026-01-10T08:14:47+01:00", "2026-01-10T16:30:00+01:00")]
    [DataRow("8:15", "2026-01-10T08:14:47+01:00", "2026-01-10T08:15:00+01:00")]
    [DataRow("08:14", "2026-01-10T08:14:00+01:00", "2026-01-11T08:14:00+01:00")]
    [DataRow("08:14", "2026-01-10T08:14:47+01:00", "2026-01-11T08:14:00+01:00")]
    [DataRow("00:00", "2026-01-10T08:14:47+01:00", "2026-01-11T00:00:00+01:00")]
    [DataRow("24:00", "2026-01-10T08:14:47+01:00", "2026-01-11T00:00:00+01:00")]
    // instants; one within the present minute is not past
    [DataRow("2026-03-29T03:00:00+02:00", "2026-01-10T08:14:47+01:00", "2026-03-29T03:00:00+02:00")]
    [DataRow(" 2026-03-29t01:00:00z ", "2026-01-10T08:14:47+01:00", "2026-03-29T03:00:00+02:00")]
    [DataRow("2026-03-29T01:00:00.123456789Z", "2026-01-10T08:14:47+01:00", "2026-03-29T01:00:00.1234567Z")]
    [DataRow("2026-03-29T01:00:00-09:30", "2026-01-10T08:14:47+01:00", "2026-03-29T10:30:00Z")]
    [DataRow("2026-01-10T07:14:01Z", "2026-01-10T08:14:47+01:00", "2026-01-10T07:14:01Z")]
    public void Parse_InBerlin_IsTheInstant(string text, string now, string expected) =>
        Assert.AreEqual(new AtResult(Instants.Of(expected).ToUniversalTime(), null), AtTime.Parse(text, Instants.Of(now), Zones.Berlin));

    [TestMethod]
    // what could stand there
    [DataRow("", 1, "the end", "now, a time like 16:30 or an instant like 2026-03-29T03:00:00+02:00")]
    [DataRow("  ", 3, "the end", "now, a time like 16:30 or an instant like 2026-03-29T03:00:00+02:00")]
    [DataRow("gestern", 1, "\"gestern\"", "now, a time like 16:30 or an instant like 2026-03-29T03:00:00+02:00")]
    [DataRow("nowhere", 1, "\"nowhere\"", "now, a time like 16:30 or an instant like 2026-03-29T03:00:00+02:00")]
    [DataRow("now tomorrow", 5, "\"tomorrow\"", "+ or - and a span like 5 minutes, or the end")]
    [DataRow("now + ", 7, "the end", "a number")]
    [DataRow("now + five minutes", 7, "\"five\"", "a number")]
    [DataRow("now + ٥ minutes", 7, "\"٥\"", "a number")]
    [DataRow("now + 5", 8, "the end", "minutes, hours, days or weeks")]
    [DataRow("now + 5 mins", 9, "\"mins\"", "minutes, hours, days or weeks")]
    [DataRow("now + 5 min x", 13, "\"x\"", "the end")]
    [DataRow("now + 99999999999 years", 19, "\"years\"", "minutes, hours, days or weeks")]
    [DataRow("now + 99999999999 weeks", 7, "\"99999999999\"", "a number that leads to the years 1 to 9999")]
    [DataRow("now - 99999999999999999999 weeks", 7, "\"99999999999999999999\"", "a number that leads to the years 1 to 9999")]
    [DataRow("now + 2912500 days", 7, "\"2912500\"", "a number that leads to the years 1 to 9999")]
    [DataRow("16:60", 4, "\"60\"", "a minute from 00 to 59")]
    [DataRow("16:3", 4, "\"3\"", "a minute from 00 to 59")]
    [DataRow("25:00", 1, "\"25:00\"", "an hour from 0 to 24")]
    [DataRow("16 :30", 1, "\"16\"", "now, a time like 16:30 or an instant like 2026-03-29T03:00:00+02:00")]
    [DataRow("16:30 x", 7, "\"x\"", "the end")]
    [DataRow("１６:30", 1, "\"１６:30\"", "now, a time like 16:30 or an instant like 2026-03-29T03:00:00+02:00")]
    // instants
    [DataRow("2027-02-29T00:00:00Z", 1, "\"2027-02-29T00:00:00\"", "a date and a time that exist")]
    [DataRow("2027-01-01T24:00:00Z", 1, "\"2027-01-01T24:00:00\"", "a date and a time that exist")]
    [DataRow("2027-01-01T00:00:60Z", 1, "\"2027-01-01T00:00:60\"", "a date and a time that exist")]
    [DataRow("0000-01-01T00:00:00Z", 1, "\"0000-01-01T00:00:00\"", "a date and a time that exist")]
    [DataRow("2027-01-01", 11, "the end", "a time like 2026-03-29T03:00:00+02:00")]
    [DataRow("2027-01-01T00:00:00", 20, "the end", "Z or an offset like +02:00")]
    [DataRow("2027-01-01T00:00:00+2", 20, "\"+2\"", "Z or an offset like +02:00")]
    [DataRow("2027-01-01T00:00:00+24:00", 20, "\"+24:00\"", "Z or an offset like +02:00")]
    [DataRow("2027-01-01T00:00:00.Z", 20, "\".Z\"", "digits after the point")]
    [DataRow("2027-01-01T00:00:00Zx", 21, "\"x\"", "the end")]
    [DataRow("9999-12-31T23:59:59-01:00", 1, "\"9999-12-31T23:59:59-01:00\"", "a time in the years 1 to 9999")]
    // past
    [DataRow("now - 1 minute", 1, "\"now - 1 minute\"", "a time to come: that was 1m ago")]
    [DataRow("now - 2 days", 1, "\"now - 2 days\"", "a time to come: that was 2d ago")]
    [DataRow(" 2026-01-10T07:13:59.5Z", 2, "\"2026-01-10T07:13:59.5Z\"", "a time to come: that was 48s ago")]
    public void Parse_NotUnderstood_SaysWhereAndWhat(string text, int column, string found, string expected) =>
        Assert.AreEqual(
            new AtResult(null, new TextError(null, 1, column, found, expected)),
            AtTime.Parse(text, Instants.Of("2026-01-10T08:14:47+01:00"), Zones.Berlin));

    [TestMethod]
    [DataRow("23:59")]
    [DataRow("24:00")]
    [DataRow("00:00")]
    [DataRow("now + 1 min")]
    [DataRow("now + 1 week")]
    public void Parse_AfterTheLastMinute_IsAnError(string text) =>
        Assert.IsNotNull(AtTime.Parse(text, DateTimeOffset.MaxValue, Zones.Berlin).Error);

    [TestMethod]
    public void Parse_TenMegabytes_IsAnError() =>
        Assert.HasCount(45, AtTime.Parse(new string('9', 10_000_000), DateTimeOffset.UnixEpoch, Zones.Berlin).Error!.Found);
}
