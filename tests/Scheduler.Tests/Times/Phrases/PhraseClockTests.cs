using JobQueue.Scheduler.Times.At;
using JobQueue.Scheduler.Times.Phrases;

namespace JobQueue.Scheduler.Tests.Times.Phrases;

[TestClass]
public sealed class PhraseClockTests
{
    // A Wednesday.
    private static readonly DateTimeOffset Now = Instants.Of("2026-01-14T08:14:47+01:00");

    [TestMethod]
    // a day and a time, in either order
    [DataRow("tomorrow at 9am", "2026-01-15T09:00:00+01:00")]
    [DataRow("tomorrow at 9 a.m.", "2026-01-15T09:00:00+01:00")]
    [DataRow("tomorrow, 9am", "2026-01-15T09:00:00+01:00")]
    [DataRow("friday 17:00", "2026-01-16T17:00:00+01:00")]
    [DataRow("friday at 5pm", "2026-01-16T17:00:00+01:00")]
    [DataRow("friday 1730", "2026-01-16T17:30:00+01:00")]
    [DataRow("friday 17.30", "2026-01-16T17:30:00+01:00")]
    [DataRow("friday 17h30", "2026-01-16T17:30:00+01:00")]
    [DataRow("noon on friday", "2026-01-16T12:00:00+01:00")]
    [DataRow("friday noon", "2026-01-16T12:00:00+01:00")]
    [DataRow("friday 12 noon", "2026-01-16T12:00:00+01:00")]
    [DataRow("at noon tomorrow", "2026-01-15T12:00:00+01:00")]
    // the time alone is the coming one
    [DataRow("at noon", "2026-01-14T12:00:00+01:00")]
    [DataRow("at midnight", "2026-01-15T00:00:00+01:00")]
    [DataRow("at 5", "2026-01-15T05:00:00+01:00")]
    [DataRow("at 17", "2026-01-14T17:00:00+01:00")]
    [DataRow("@ 17:00", "2026-01-14T17:00:00+01:00")]
    // in words
    [DataRow("today at half past nine", "2026-01-14T09:30:00+01:00")]
    [DataRow("half past nine", "2026-01-14T09:30:00+01:00")]
    [DataRow("quarter to ten", "2026-01-14T09:45:00+01:00")]
    [DataRow("a quarter past ten", "2026-01-14T10:15:00+01:00")]
    [DataRow("ten past nine", "2026-01-14T09:10:00+01:00")]
    [DataRow("5 minutes to 10", "2026-01-14T09:55:00+01:00")]
    [DataRow("twenty-five to ten", "2026-01-14T09:35:00+01:00")]
    [DataRow("half past midnight", "2026-01-15T00:30:00+01:00")]
    [DataRow("9 o'clock", "2026-01-14T09:00:00+01:00")]
    [DataRow("nine o'clock", "2026-01-14T09:00:00+01:00")]
    [DataRow("nine thirty", "2026-01-14T09:30:00+01:00")]
    [DataRow("at nine am on friday", "2026-01-16T09:00:00+01:00")]
    // seconds, ends of the day, UTC
    [DataRow("06:56:06 am", "2026-01-15T06:56:06+01:00")]
    [DataRow("tomorrow at 06:56:06.5", "2026-01-15T06:56:06.5+01:00")]
    [DataRow("teatime on friday", "2026-01-16T16:00:00+01:00")]
    [DataRow("friday 24:00", "2026-01-17T00:00:00+01:00")]
    [DataRow("tomorrow 9:00 utc", "2026-01-15T10:00:00+01:00")]
    [DataRow("friday at 17:00 gmt", "2026-01-16T18:00:00+01:00")]
    // parts of the day
    [DataRow("this morning at 9:30", "2026-01-14T09:30:00+01:00")]
    [DataRow("this afternoon", "2026-01-14T14:00:00+01:00")]
    [DataRow("this evening", "2026-01-14T20:00:00+01:00")]
    [DataRow("tonight", "2026-01-14T20:00:00+01:00")]
    [DataRow("tonight at 9", "2026-01-14T21:00:00+01:00")]
    [DataRow("tonight at midnight", "2026-01-15T00:00:00+01:00")]
    [DataRow("midnight tonight", "2026-01-15T00:00:00+01:00")]
    [DataRow("tonight at 1", "2026-01-15T01:00:00+01:00")]
    [DataRow("tonight at 1am", "2026-01-15T01:00:00+01:00")]
    [DataRow("tomorrow night", "2026-01-15T20:00:00+01:00")]
    [DataRow("tomorrow morning", "2026-01-15T08:00:00+01:00")]
    [DataRow("tomorrow morning at 9", "2026-01-15T09:00:00+01:00")]
    [DataRow("friday evening", "2026-01-16T20:00:00+01:00")]
    [DataRow("friday at 9 in the evening", "2026-01-16T21:00:00+01:00")]
    [DataRow("9 in the evening", "2026-01-14T21:00:00+01:00")]
    [DataRow("six in the evening", "2026-01-14T18:00:00+01:00")]
    [DataRow("tomorrow 6 in the morning", "2026-01-15T06:00:00+01:00")]
    [DataRow("12 in the evening", "2026-01-15T00:00:00+01:00")]
    [DataRow("at night", "2026-01-14T20:00:00+01:00")]
    [DataRow("eod", "2026-01-14T17:00:00+01:00")]
    [DataRow("tomorrow eod", "2026-01-15T17:00:00+01:00")]
    [DataRow("friday cob", "2026-01-16T17:00:00+01:00")]
    public void Parse_ClockTime_IsTheInstant(string text, string expected) =>
        Assert.AreEqual(AtResult.Of(Instants.Of(expected)), PhraseTime.Parse(text, Now, Zones.Berlin));
}
