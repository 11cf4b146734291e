using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Tests.Times.At;

[TestClass]
public sealed class InstantTextTests
{
    [TestMethod]
    // with a zone
    [DataRow("2026-12-25T09:00:00Z", "2026-12-25T09:00:00Z")]
    [DataRow("2026-12-25t09:00z", "2026-12-25T09:00:00Z")]
    [DataRow("2026-12-25 09:00:30+02:00", "2026-12-25T07:00:30Z")]
    [DataRow("2026-12-25T09:00-0930", "2026-12-25T18:30:00Z")]
    [DataRow("2026-12-25T09:00+02", "2026-12-25T07:00:00Z")]
    [DataRow("2026-12-25T09:00:00.123456789Z", "2026-12-25T09:00:00.1234567Z")]
    [DataRow("2026-12-25T09:00:00,5Z", "2026-12-25T09:00:00.5Z")]
    [DataRow("20261225T0900Z", "2026-12-25T09:00:00Z")]
    [DataRow("20261225T090030+0200", "2026-12-25T07:00:30Z")]
    // in Berlin
    [DataRow("2026-12-25", "2026-12-25T00:00:00+01:00")]
    [DataRow("20261225", "2026-12-25T00:00:00+01:00")]
    [DataRow("2026-12-25T09:00", "2026-12-25T09:00:00+01:00")]
    [DataRow("2026-12-25 09:00:30.5", "2026-12-25T09:00:30.5+01:00")]
    [DataRow("20260625 0900", "2026-06-25T09:00:00+02:00")]
    [DataRow("20260625090030", "2026-06-25T09:00:30+02:00")]
    [DataRow("202606250900", "2026-06-25T09:00:00+02:00")]
    // moved by the gap; the first of two that is not before
    [DataRow("2026-03-29T02:30", "2026-03-29T03:30:00+02:00")]
    [DataRow("2026-10-25T02:29", "2026-10-25T02:29:00+01:00")]
    [DataRow("2026-10-25T02:30", "2026-10-25T02:30:00+02:00")]
    public void Read_InBerlin_IsTheInstant(string text, string expected) =>
        Assert.AreEqual(
            AtResult.Of(Instants.Of(expected)),
            InstantText.Read(text, 1, Zones.Berlin, notBefore: Instants.Of("2026-10-25T02:30:00+02:00")));

    [TestMethod]
    [DataRow("2026-13-01", 10, "\"13\"", "a month from 01 to 12")]
    [DataRow("2027-02-29T09:00", 13, "\"29\"", "a day that the month has, from 01 to 28")]
    [DataRow("2026-12-25T24:00", 16, "\"24\"", "an hour from 00 to 23")]
    [DataRow("2026-12-25T09:60", 19, "\"60\"", "a minute from 00 to 59")]
    [DataRow("0000-12-25", 5, "\"0000\"", "a year from 1970 to 9999")]
    [DataRow("1969-12-31", 5, "\"1969\"", "a year from 1970 to 9999")]
    [DataRow("2026-12-2", 5, "\"2026-12-2\"", "a date like 2026-12-25")]
    [DataRow("2026-359", 5, "\"2026-359\"", "a date like 2026-12-25")]
    [DataRow("2026-12-25T9:00", 15, "\"T9:00\"", "a time like 2026-03-29T03:00:00+02:00")]
    [DataRow("2026-12-25T09", 15, "\"T09\"", "a time like 2026-03-29T03:00:00+02:00")]
    [DataRow("2026-12-250900", 15, "\"0900\"", "a time like 2026-03-29T03:00:00+02:00")]
    [DataRow("2026-12-25T09:00:00.Z", 24, "\".Z\"", "digits after the point")]
    [DataRow("2026-12-25T09:30.5", 21, "\".5\"", "seconds before the fraction")]
    [DataRow("20261225T0930,5Z", 18, "\",5Z\"", "seconds before the fraction")]
    [DataRow("2026-12-25.5", 15, "\".5\"", "a time like 2026-03-29T03:00:00+02:00")]
    [DataRow("2026-12-25T09:00+2", 21, "\"+2\"", "Z or an offset like +02:00")]
    [DataRow("2026-12-25T09:00+02:60", 21, "\"+02:60\"", "Z or an offset like +02:00")]
    [DataRow("2026-12-25T09:00:0", 21, "\":0\"", "Z or an offset like +02:00")]
    [DataRow("2026-12-25T09:00Zx", 22, "\"x\"", "the end")]
    [DataRow("9999-12-31T23:59:59-01:00", 5, "\"9999-12-31T23:59:59-01:00\"", "a time in the years 1 to 9999")]
    public void Read_NotAnInstant_SaysWhereAndWhat(string text, int column, string found, string expected) =>
        Assert.AreEqual(
            new TextError(null, 1, column, found, expected),
            InstantText.Read(text, 5, Zones.Berlin, DateTimeOffset.MinValue).Error);

    [TestMethod]
    [DataRow("2026-12-25", true)]
    [DataRow("2026-1", true)]
    [DataRow("20261225", false)]
    [DataRow("2026", false)]
    [DataRow("2026-jan-04", false)]
    [DataRow("122526", false)]
    [DataRow("in 5 minutes", false)]
    public void IsMeant_Text_IsExpected(string text, bool expected) => Assert.AreEqual(expected, InstantText.IsMeant(text));

    [TestMethod]
    [DataRow("20261225", true)]
    [DataRow("20261225T0900", true)]
    [DataRow("20261225090000", true)]
    [DataRow("2026-12-25", false)]
    [DataRow("122526", false)]
    public void IsBasic_Text_IsExpected(string text, bool expected) => Assert.AreEqual(expected, InstantText.IsBasic(text));
}
