using JobQueue.Scheduler.Times.At;
using JobQueue.Scheduler.Times.Phrases;

namespace JobQueue.Scheduler.Tests.Times.Phrases;

[TestClass]
public sealed class PhraseDateTests
{
    // A Wednesday.
    private static readonly DateTimeOffset Now = Instants.Of("2026-01-14T08:14:47+01:00");

    [TestMethod]
    // with the name of the month
    [DataRow("may 27th", "2026-05-27T00:00:00+02:00")]
    [DataRow("27th of may", "2026-05-27T00:00:00+02:00")]
    [DataRow("the 27th of may at 5pm", "2026-05-27T17:00:00+02:00")]
    [DataRow("may the 4th", "2026-05-04T00:00:00+02:00")]
    [DataRow("may twenty-seventh", "2026-05-27T00:00:00+02:00")]
    [DataRow("march 1st 2027", "2027-03-01T00:00:00+01:00")]
    [DataRow("march 1st, 2027 at 9pm", "2027-03-01T21:00:00+01:00")]
    [DataRow("1 march next year", "2027-03-01T00:00:00+01:00")]
    [DataRow("11 january next year", "2027-01-11T00:00:00+01:00")]
    [DataRow("october", "2026-10-01T00:00:00+02:00")]
    [DataRow("in october", "2026-10-01T00:00:00+02:00")]
    [DataRow("october 2027", "2027-10-01T00:00:00+02:00")]
    [DataRow("next october", "2027-10-01T00:00:00+02:00")]
    [DataRow("dec 25 at 9:00", "2026-12-25T09:00:00+01:00")]
    [DataRow("9:00 on 25 december 2026", "2026-12-25T09:00:00+01:00")]
    [DataRow("9am, dec. 25th", "2026-12-25T09:00:00+01:00")]
    [DataRow("2027-jan-04", "2027-01-04T00:00:00+01:00")]
    [DataRow("4-jan-2027", "2027-01-04T00:00:00+01:00")]
    [DataRow("2027 january 4 9:00", "2027-01-04T09:00:00+01:00")]
    [DataRow("friday, 27 november 2026", "2026-11-27T00:00:00+01:00")]
    [DataRow("friday 27 november at 8", "2026-11-27T08:00:00+01:00")]
    [DataRow("18:00 mon 19 jan 2026", "2026-01-19T18:00:00+01:00")]
    [DataRow("sept 5th", "2026-09-05T00:00:00+02:00")]
    [DataRow("jan 13th", "2027-01-13T00:00:00+01:00")]
    [DataRow("jan 15th", "2026-01-15T00:00:00+01:00")]
    [DataRow("jan 14th at 9", "2026-01-14T09:00:00+01:00")]
    [DataRow("feb 29th 2028", "2028-02-29T00:00:00+01:00")]
    // in digits
    [DataRow("2026-12-25 at 9am", "2026-12-25T09:00:00+01:00")]
    [DataRow("9:00 on 2026-12-25", "2026-12-25T09:00:00+01:00")]
    [DataRow("2027/05/27 9am", "2027-05-27T09:00:00+02:00")]
    [DataRow("27.5.2027 at 9:00", "2027-05-27T09:00:00+02:00")]
    [DataRow("27.05.27 09:00", "2027-05-27T09:00:00+02:00")]
    [DataRow("5/27/2027 at 9:00", "2027-05-27T09:00:00+02:00")]
    // ISO 8601
    [DataRow("2026-12-25T09:00", "2026-12-25T09:00:00+01:00")]
    [DataRow("2026-12-25 09:00", "2026-12-25T09:00:00+01:00")]
    [DataRow("2026-12-25 09:00:30", "2026-12-25T09:00:30+01:00")]
    [DataRow("2026-12-25T09:00+02", "2026-12-25T08:00:00+01:00")]
    [DataRow("2026-12-25T09:00+0200", "2026-12-25T08:00:00+01:00")]
    [DataRow("2026-12-25 09:00+02:00", "2026-12-25T08:00:00+01:00")]
    [DataRow("2026-12-25T09:00:00.5Z", "2026-12-25T10:00:00.5+01:00")]
    [DataRow("20261225", "2026-12-25T00:00:00+01:00")]
    [DataRow("20261225T0900", "2026-12-25T09:00:00+01:00")]
    [DataRow("20261225T090030Z", "2026-12-25T10:00:30+01:00")]
    [DataRow("20261225T0900+0530", "2026-12-25T04:30:00+01:00")]
    [DataRow("20261225090000", "2026-12-25T09:00:00+01:00")]
    [DataRow("2026-12-25 24:00", "2026-12-26T00:00:00+01:00")]
    public void Parse_Date_IsTheInstant(string text, string expected) =>
        Assert.AreEqual(AtResult.Of(Instants.Of(expected)), PhraseTime.Parse(text, Now, Zones.Berlin));
}
