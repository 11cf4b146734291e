using JobQueue.Scheduler.Times.At;
using JobQueue.Scheduler.Times.Phrases;

namespace JobQueue.Scheduler.Tests.Times.Phrases;

[TestClass]
public sealed class PhraseDayTests
{
    // A Wednesday.
    private static readonly DateTimeOffset Now = Instants.Of("2026-01-14T08:14:47+01:00");

    [TestMethod]
    // weekdays are the coming ones; the week begins on Monday
    [DataRow("this friday", "2026-01-16T00:00:00+01:00")]
    [DataRow("coming friday", "2026-01-16T00:00:00+01:00")]
    [DataRow("the following monday at 9", "2026-01-19T09:00:00+01:00")]
    [DataRow("friday this week", "2026-01-16T00:00:00+01:00")]
    [DataRow("monday next week", "2026-01-19T00:00:00+01:00")]
    [DataRow("monday of next week at 9:00", "2026-01-19T09:00:00+01:00")]
    [DataRow("next week wednesday", "2026-01-21T00:00:00+01:00")]
    [DataRow("next week on wednesday at 9", "2026-01-21T09:00:00+01:00")]
    [DataRow("next friday at 8", "2026-01-16T08:00:00+01:00")]
    // what is next
    [DataRow("next month on the 10th", "2026-02-10T00:00:00+01:00")]
    [DataRow("next weekday", "2026-01-15T00:00:00+01:00")]
    [DataRow("next business day", "2026-01-15T00:00:00+01:00")]
    [DataRow("next business day at 8:30", "2026-01-15T08:30:00+01:00")]
    [DataRow("this weekend", "2026-01-17T00:00:00+01:00")]
    [DataRow("next weekend at 10", "2026-01-24T10:00:00+01:00")]
    [DataRow("next quarter", "2026-04-01T00:00:00+02:00")]
    // ordinals
    [DataRow("2nd friday in august", "2026-08-14T00:00:00+02:00")]
    [DataRow("second friday of august 2027", "2027-08-13T00:00:00+02:00")]
    [DataRow("last thursday of april", "2026-04-30T00:00:00+02:00")]
    [DataRow("final thurs in sep", "2026-09-24T00:00:00+02:00")]
    [DataRow("first monday of next month", "2026-02-02T00:00:00+01:00")]
    [DataRow("1st monday next month at 10", "2026-02-02T10:00:00+01:00")]
    [DataRow("third tuesday of next month at noon", "2026-02-17T12:00:00+01:00")]
    [DataRow("on the last friday of the month at 17:00", "2026-01-30T17:00:00+01:00")]
    [DataRow("last business day of the month at 17:00", "2026-01-30T17:00:00+01:00")]
    [DataRow("first weekend of may", "2026-05-02T00:00:00+02:00")]
    [DataRow("second monday", "2026-02-09T00:00:00+01:00")]
    [DataRow("5th monday", "2026-03-30T00:00:00+02:00")]
    [DataRow("1st day next year", "2027-01-01T00:00:00+01:00")]
    [DataRow("100th day", "2026-04-10T00:00:00+02:00")]
    [DataRow("6th day next week", "2026-01-24T00:00:00+01:00")]
    [DataRow("12th day next month", "2026-02-12T00:00:00+01:00")]
    [DataRow("8th month next year", "2027-08-01T00:00:00+02:00")]
    [DataRow("last day of november 18:00", "2026-11-30T18:00:00+01:00")]
    [DataRow("last day of this month", "2026-01-31T00:00:00+01:00")]
    [DataRow("last day of next month", "2026-02-28T00:00:00+01:00")]
    [DataRow("last day of 2027", "2027-12-31T00:00:00+01:00")]
    [DataRow("first day of may", "2026-05-01T00:00:00+02:00")]
    [DataRow("1st tuesday next november", "2027-11-02T00:00:00+01:00")]
    // days of a month
    [DataRow("10th of next month", "2026-02-10T00:00:00+01:00")]
    [DataRow("first of next month", "2026-02-01T00:00:00+01:00")]
    [DataRow("the 15th", "2026-01-15T00:00:00+01:00")]
    [DataRow("the 13th", "2026-02-13T00:00:00+01:00")]
    [DataRow("the 31st", "2026-01-31T00:00:00+01:00")]
    [DataRow("15th at noon", "2026-01-15T12:00:00+01:00")]
    [DataRow("friday the 13th", "2026-02-13T00:00:00+01:00")]
    [DataRow("friday the 13th of november", "2026-11-13T00:00:00+01:00")]
    [DataRow("friday the thirteenth at noon", "2026-02-13T12:00:00+01:00")]
    [DataRow("monday the 19th", "2026-01-19T00:00:00+01:00")]
    // an end is its last day at 23:59, a beginning its first at 00:00
    [DataRow("end of the month", "2026-01-31T23:59:00+01:00")]
    [DataRow("end of month", "2026-01-31T23:59:00+01:00")]
    [DataRow("end of next month at 18:00", "2026-02-28T18:00:00+01:00")]
    [DataRow("end of this week", "2026-01-18T23:59:00+01:00")]
    [DataRow("end of next week", "2026-01-25T23:59:00+01:00")]
    [DataRow("end of the day", "2026-01-14T23:59:00+01:00")]
    [DataRow("end of the year", "2026-12-31T23:59:00+01:00")]
    [DataRow("end of october", "2026-10-31T23:59:00+01:00")]
    [DataRow("end of 2027", "2027-12-31T23:59:00+01:00")]
    [DataRow("end of tomorrow", "2026-01-15T23:59:00+01:00")]
    [DataRow("end of friday", "2026-01-16T23:59:00+01:00")]
    [DataRow("eow", "2026-01-18T23:59:00+01:00")]
    [DataRow("eom", "2026-01-31T23:59:00+01:00")]
    [DataRow("eoy", "2026-12-31T23:59:00+01:00")]
    [DataRow("beginning of next week", "2026-01-19T00:00:00+01:00")]
    [DataRow("start of next month", "2026-02-01T00:00:00+01:00")]
    [DataRow("beginning of next year at 9", "2027-01-01T09:00:00+01:00")]
    [DataRow("beginning of march", "2026-03-01T00:00:00+01:00")]
    public void Parse_Day_IsTheInstant(string text, string expected) =>
        Assert.AreEqual(AtResult.Of(Instants.Of(expected)), PhraseTime.Parse(text, Now, Zones.Berlin));
}
