using JobQueue.Scheduler.Times.At;
using JobQueue.Scheduler.Times.Phrases;

namespace JobQueue.Scheduler.Tests.Times.Phrases;

[TestClass]
public sealed class PhraseSpanTests
{
    // A Wednesday.
    private static readonly DateTimeOffset Now = Instants.Of("2026-01-14T08:14:47+01:00");

    [TestMethod]
    // units and their abbreviations
    [DataRow("in 5 minutes", "2026-01-14T08:19:47+01:00")]
    [DataRow("in 90 secs", "2026-01-14T08:16:17+01:00")]
    [DataRow("in 20 mins", "2026-01-14T08:34:47+01:00")]
    [DataRow("in 20 min", "2026-01-14T08:34:47+01:00")]
    [DataRow("in 2 hrs", "2026-01-14T10:14:47+01:00")]
    [DataRow("in 3 h", "2026-01-14T11:14:47+01:00")]
    [DataRow("in 1 d", "2026-01-15T08:14:47+01:00")]
    [DataRow("in 2 w", "2026-01-28T08:14:47+01:00")]
    // numbers in words, parts
    [DataRow("in twelve hours", "2026-01-14T20:14:47+01:00")]
    [DataRow("in five minutes", "2026-01-14T08:19:47+01:00")]
    [DataRow("in a minute", "2026-01-14T08:15:47+01:00")]
    [DataRow("in an hour", "2026-01-14T09:14:47+01:00")]
    [DataRow("in half an hour", "2026-01-14T08:44:47+01:00")]
    [DataRow("half an hour from now", "2026-01-14T08:44:47+01:00")]
    [DataRow("in an hour and a half", "2026-01-14T09:44:47+01:00")]
    [DataRow("one and a half hours from now", "2026-01-14T09:44:47+01:00")]
    [DataRow("in a quarter of an hour", "2026-01-14T08:29:47+01:00")]
    [DataRow("in a day and a half", "2026-01-15T20:14:47+01:00")]
    [DataRow("in a couple of days", "2026-01-16T08:14:47+01:00")]
    [DataRow("in a fortnight", "2026-01-28T08:14:47+01:00")]
    [DataRow("2 quarters from now", "2026-07-14T08:14:47+02:00")]
    // several units, and short forms
    [DataRow("1 hour and 30 minutes", "2026-01-14T09:44:47+01:00")]
    [DataRow("1 hour, 30 minutes and 15 seconds", "2026-01-14T09:45:02+01:00")]
    [DataRow("in 1 week and 2 days", "2026-01-23T08:14:47+01:00")]
    [DataRow("2h30m", "2026-01-14T10:44:47+01:00")]
    [DataRow("1h30m", "2026-01-14T09:44:47+01:00")]
    [DataRow("+3h", "2026-01-14T11:14:47+01:00")]
    [DataRow("+ 3 hours", "2026-01-14T11:14:47+01:00")]
    [DataRow("5m", "2026-01-14T08:19:47+01:00")]
    [DataRow("90s", "2026-01-14T08:16:17+01:00")]
    [DataRow("1.5 hours", "2026-01-14T09:44:47+01:00")]
    [DataRow("in 250 ms", "2026-01-14T08:14:47.25+01:00")]
    // ISO 8601
    [DataRow("PT90S", "2026-01-14T08:16:17+01:00")]
    [DataRow("P1DT2H", "2026-01-15T10:14:47+01:00")]
    [DataRow("P2W", "2026-01-28T08:14:47+01:00")]
    [DataRow("P1Y6M", "2027-07-14T08:14:47+02:00")]
    [DataRow("in PT5M", "2026-01-14T08:19:47+01:00")]
    // other words for from now
    [DataRow("3 hours later", "2026-01-14T11:14:47+01:00")]
    [DataRow("10 minutes hence", "2026-01-14T08:24:47+01:00")]
    // from a moment
    [DataRow("a week from tomorrow", "2026-01-22T00:00:00+01:00")]
    [DataRow("2 days from friday", "2026-01-18T00:00:00+01:00")]
    [DataRow("two weeks from monday at 9", "2026-02-02T09:00:00+01:00")]
    [DataRow("10 minutes before noon", "2026-01-14T11:50:00+01:00")]
    [DataRow("3 hours after midnight", "2026-01-15T03:00:00+01:00")]
    [DataRow("2 hours before tomorrow at noon", "2026-01-15T10:00:00+01:00")]
    [DataRow("half an hour before friday noon", "2026-01-16T11:30:00+01:00")]
    [DataRow("6 hours after tomorrow", "2026-01-15T06:00:00+01:00")]
    [DataRow("day after tomorrow", "2026-01-16T00:00:00+01:00")]
    [DataRow("the day after tomorrow at noon", "2026-01-16T12:00:00+01:00")]
    [DataRow("9:00 the day after tomorrow", "2026-01-16T09:00:00+01:00")]
    [DataRow("the day before dec 25th", "2026-12-24T00:00:00+01:00")]
    [DataRow("2 weeks before dec 24th", "2026-12-10T00:00:00+01:00")]
    // counted days
    [DataRow("6 mondays from now", "2026-02-23T00:00:00+01:00")]
    [DataRow("in 3 business days", "2026-01-19T00:00:00+01:00")]
    [DataRow("3 working days from friday at 9", "2026-01-21T09:00:00+01:00")]
    [DataRow("3 business days after tomorrow at 9am", "2026-01-20T09:00:00+01:00")]
    [DataRow("2 mondays after friday", "2026-01-26T00:00:00+01:00")]
    [DataRow("2 weekdays before dec 24th", "2026-12-22T00:00:00+01:00")]
    // spans of days with a time, increments
    [DataRow("in 5 days at 9:00", "2026-01-19T09:00:00+01:00")]
    [DataRow("tomorrow at 9 + 30 minutes", "2026-01-15T09:30:00+01:00")]
    [DataRow("friday at 9:00 + 2 days", "2026-01-18T09:00:00+01:00")]
    public void Parse_Span_IsTheInstant(string text, string expected) =>
        Assert.AreEqual(AtResult.Of(Instants.Of(expected)), PhraseTime.Parse(text, Now, Zones.Berlin));
}
