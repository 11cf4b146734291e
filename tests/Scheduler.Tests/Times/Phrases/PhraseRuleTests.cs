using JobQueue.Scheduler.Times.At;
using JobQueue.Scheduler.Times.Phrases;

namespace JobQueue.Scheduler.Tests.Times.Phrases;

[TestClass]
public sealed class PhraseRuleTests
{
    [TestMethod]
    // a weekday is the coming one, never today; the week of friday this week begins on Monday
    [DataRow("friday", "2026-01-16T09:00:00+01:00", "2026-01-23T00:00:00+01:00")]
    [DataRow("friday 17:00", "2026-01-16T09:00:00+01:00", "2026-01-23T17:00:00+01:00")]
    [DataRow("this friday at 17:00", "2026-01-16T09:00:00+01:00", "2026-01-23T17:00:00+01:00")]
    [DataRow("next friday at 17:00", "2026-01-16T09:00:00+01:00", "2026-01-23T17:00:00+01:00")]
    [DataRow("friday this week at 17:00", "2026-01-16T09:00:00+01:00", "2026-01-16T17:00:00+01:00")]
    [DataRow("next business day", "2026-01-16T09:00:00+01:00", "2026-01-19T00:00:00+01:00")]
    [DataRow("this monday", "2026-01-17T09:00:00+01:00", "2026-01-19T00:00:00+01:00")]
    [DataRow("in 1 business day", "2026-01-17T09:00:00+01:00", "2026-01-19T00:00:00+01:00")]
    [DataRow("monday next week", "2026-01-18T09:00:00+01:00", "2026-01-19T00:00:00+01:00")]
    [DataRow("monday next week", "2026-01-19T09:00:00+01:00", "2026-01-26T00:00:00+01:00")]
    // a clock time alone is the coming one, an exact hit is tomorrow; so is a span from one
    [DataRow("at 8:14", "2026-01-14T08:14:00+01:00", "2026-01-15T08:14:00+01:00")]
    [DataRow("at 8:14", "2026-01-14T08:14:47+01:00", "2026-01-15T08:14:00+01:00")]
    [DataRow("at 8:15", "2026-01-14T08:14:47+01:00", "2026-01-14T08:15:00+01:00")]
    [DataRow("today at 8:14", "2026-01-14T08:14:47+01:00", "2026-01-14T08:14:00+01:00")]
    [DataRow("at 08:14:46", "2026-01-14T08:14:47+01:00", "2026-01-15T08:14:46+01:00")]
    [DataRow("at 08:14:48", "2026-01-14T08:14:47+01:00", "2026-01-14T08:14:48+01:00")]
    [DataRow("at noon", "2026-01-14T13:00:00+01:00", "2026-01-15T12:00:00+01:00")]
    [DataRow("10 minutes before noon", "2026-01-14T11:55:00+01:00", "2026-01-15T11:50:00+01:00")]
    [DataRow("10 minutes before midnight", "2026-01-14T23:55:00+01:00", "2026-01-15T23:50:00+01:00")]
    [DataRow("2 hours before midnight", "2026-01-14T21:59:59+01:00", "2026-01-14T22:00:00+01:00")]
    [DataRow("2 hours before midnight", "2026-01-14T22:00:00+01:00", "2026-01-15T22:00:00+01:00")]
    [DataRow("3 hours after midnight", "2026-01-14T01:00:00+01:00", "2026-01-14T03:00:00+01:00")]
    // months carry over, ordinals do not
    [DataRow("in 1 month", "2026-01-31T09:00:00+01:00", "2026-03-03T09:00:00+01:00")]
    [DataRow("1 month from today", "2026-01-31T09:00:00+01:00", "2026-03-03T00:00:00+01:00")]
    [DataRow("in 1 year", "2028-02-29T09:00:00+01:00", "2029-03-01T09:00:00+01:00")]
    [DataRow("in 1 month and 1 day", "2026-03-31T09:00:00+02:00", "2026-05-02T09:00:00+02:00")]
    [DataRow("12th day next month", "2026-05-31T09:00:00+02:00", "2026-06-12T00:00:00+02:00")]
    // a date without a year is the coming one, where only the day counts
    [DataRow("may 27th", "2026-06-15T09:00:00+02:00", "2027-05-27T00:00:00+02:00")]
    [DataRow("may 27th at 10", "2026-05-27T09:00:00+02:00", "2026-05-27T10:00:00+02:00")]
    [DataRow("may 27th", "2026-05-28T09:00:00+02:00", "2027-05-27T00:00:00+02:00")]
    [DataRow("feb 29th", "2027-03-01T09:00:00+01:00", "2028-02-29T00:00:00+01:00")]
    [DataRow("2nd friday in august", "2026-08-20T09:00:00+02:00", "2027-08-13T00:00:00+02:00")]
    [DataRow("end of the year", "2026-12-31T23:59:59+01:00", "2026-12-31T23:59:00+01:00")]
    [DataRow("tomorrow", "2026-12-31T23:59:59+01:00", "2027-01-01T00:00:00+01:00")]
    // a day of the month
    [DataRow("the 15th at noon", "2026-01-15T09:00:00+01:00", "2026-01-15T12:00:00+01:00")]
    [DataRow("monday the 31st", "2026-01-15T09:00:00+01:00", "2026-08-31T00:00:00+02:00")]
    [DataRow("the 31st", "2026-04-15T09:00:00+02:00", "2026-05-31T00:00:00+02:00")]
    // the gap moves a time forward; hours are elapsed time, days keep the wall clock
    [DataRow("tomorrow at 2:30", "2026-03-28T12:00:00+01:00", "2026-03-29T03:30:00+02:00")]
    [DataRow("in 24 hours", "2026-03-28T12:00:00+01:00", "2026-03-29T13:00:00+02:00")]
    [DataRow("in 1 day", "2026-03-28T12:00:00+01:00", "2026-03-29T12:00:00+02:00")]
    [DataRow("3 hours after tomorrow", "2026-03-28T12:00:00+01:00", "2026-03-29T04:00:00+02:00")]
    [DataRow("2026-03-29T02:30", "2026-03-28T12:00:00+01:00", "2026-03-29T03:30:00+02:00")]
    [DataRow("in 30 minutes", "2026-03-29T01:45:00+01:00", "2026-03-29T03:15:00+02:00")]
    // of a repeated time it is the first, unless that is past
    [DataRow("tomorrow at 2:30", "2026-10-24T12:00:00+02:00", "2026-10-25T02:30:00+02:00")]
    [DataRow("2026-10-25T02:30", "2026-10-24T12:00:00+02:00", "2026-10-25T02:30:00+02:00")]
    [DataRow("today at 2:30", "2026-10-25T02:45:00+02:00", "2026-10-25T02:30:00+01:00")]
    [DataRow("at 2:30", "2026-10-25T02:45:00+02:00", "2026-10-25T02:30:00+01:00")]
    [DataRow("2026-10-25 02:30", "2026-10-25T02:45:00+02:00", "2026-10-25T02:30:00+01:00")]
    [DataRow("at 2:30", "2026-10-25T02:45:00+01:00", "2026-10-26T02:30:00+01:00")]
    [DataRow("in 1 hour", "2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00")]
    [DataRow("in 0 days", "2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+01:00")]
    // in UTC, so is the day
    [DataRow("tomorrow at 9:00 utc", "2026-01-14T23:30:00+01:00", "2026-01-15T10:00:00+01:00")]
    [DataRow("tomorrow at 9:00 utc", "2026-01-15T00:30:00+01:00", "2026-01-15T10:00:00+01:00")]
    [DataRow("today at 23:45 utc", "2026-01-15T00:30:00+01:00", "2026-01-15T00:45:00+01:00")]
    public void Parse_InBerlin_IsTheInstant(string text, string now, string expected) =>
        Assert.AreEqual(AtResult.Of(Instants.Of(expected)), PhraseTime.Parse(text, Instants.Of(now), Zones.Berlin));
}
