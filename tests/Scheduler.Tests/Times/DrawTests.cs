using System.Collections.Immutable;
using System.Numerics;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Times;

[TestClass]
public sealed class DrawTests
{
    [TestMethod]
    // Seed, purpose, first, last, value: these are for ever, because jobs keep their times when JobQueue is updated
    [DataRow("", "minute 1", 0, 59, 53)]
    [DataRow("nightly", "minute 1", 0, 59, 49)]
    [DataRow("nightly", "hour 1", 0, 23, 10)]
    [DataRow("nightly", "jitter", 0, 3600, 1539)]
    [DataRow("weekly", "minute 1", 0, 59, 17)]
    [DataRow("übung", "minute 1", 0, 59, 9)]
    [DataRow("nightly", "minute 1", 7, 7, 7)]
    public void Between_SeedAndPurpose_IsAlwaysTheSame(string seed, string purpose, int first, int last, int expected) =>
        Assert.AreEqual(expected, new Draw(seed).Between(first, last, purpose));

    [TestMethod]
    public void Between_ManySeeds_FindsEveryValueAboutAsOften()
    {
        var counts = Enumerable.Range(0, 6000).GroupBy(seed => new Draw($"job-{seed}").Between(10, 15, "hour 1")).ToList();

        Assert.AreEqual("10 11 12 13 14 15", string.Join(' ', counts.Select(group => group.Key).Order()));
        Assert.IsTrue(counts.All(group => group.Count() is > 850 and < 1150));
    }

    [TestMethod]
    // Schedule, smallest and largest values of minute, hour, day, month that any seed gets; * where any
    [DataRow("~ * * * *", "0-59 0-23 1-31 1-12")]
    [DataRow("5~7 * * * *", "5-7 0-23 1-31 1-12")]
    [DataRow("57~ ~2 * * *", "57-59 0-2 1-31 1-12")]
    [DataRow("10,20~21 * * * *", "10-21 0-23 1-31 1-12")]
    [DataRow("0 0 ~ ~ *", "0-0 0-0 1-31 1-12")]
    [DataRow("0 0 * feb~apr *", "0-0 0-0 1-31 2-4")]
    // of dates that never come none is drawn
    [DataRow("0 0 28~31 2 *", "0-0 0-0 28-29 2-2")]
    [DataRow("0 0 31 3~4 *", "0-0 0-0 31-31 3-3")]
    public void Parse_Drawn_StaysInTheRangeAndReachesItsEnds(string text, string expected)
    {
        var fields = Enumerable.Range(0, 2000).Select(seed => Fields(text, $"{seed}")).ToList();

        var seen = Enumerable.Range(0, 4).Select(field => fields.Aggregate(0UL, (bits, one) => bits | Sets(one)[field]));

        Assert.AreEqual(expected, string.Join(' ', seen.Select(bits => $"{BitOperations.TrailingZeroCount(bits)}-{BitOperations.Log2(bits)}")));
    }

    [TestMethod]
    public void Parse_Drawn_IsOneValue() =>
        Assert.AreEqual(1, BitOperations.PopCount(Fields("~ * * * *", "a").Minutes));

    [TestMethod]
    public void Parse_SeveralDrawnInAField_AreDrawnApart() => Assert.AreEqual(2, BitOperations.PopCount(Fields("~,~ * * * *", "a").Minutes));

    [TestMethod]
    public void Parse_EqualRangesOfTwoFields_AreDrawnApart() =>
        Assert.AreNotEqual(Fields("0~23 0~23 * * *", "a").Minutes, Fields("0~23 0~23 * * *", "a").Hours);

    [TestMethod]
    // a ~ is no star: a fixed-time job, and either day will do
    [DataRow("~ 5 * * *", false, true)]
    [DataRow("~ * * * *", true, true)]
    [DataRow("0 0 ~ * mon", false, false)]
    public void Parse_Drawn_IsNoStar(string text, bool isWildcard, bool hasStarredDay) =>
        Assert.AreEqual((isWildcard, hasStarredDay), (Fields(text, "a").IsWildcard, Fields(text, "a").HasStarredDay));

    [TestMethod]
    [DataRow("~   5~9 * * *", "~ 5~9 * * *")]
    [DataRow("0 0 * * fri~sun", "0 0 * * fri~sun")]
    public void Parse_Drawn_KeepsItsText(string text, string expected) =>
        Assert.AreEqual(expected, ScheduleText.Parse(text, TimeZoneInfo.Utc, "a").Schedule!.Text);

    private static CronFields Fields(string text, string seed) =>
        CronText.Read(Words.Split(text), seed, ImmutableArray.CreateBuilder<TextError>())!;

    private static ulong[] Sets(CronFields fields) => [fields.Minutes, fields.Hours, fields.DaysOfMonth, fields.Months];
}
