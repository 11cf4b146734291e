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
        var counts = Enumerable.Range(0, 6000).GroupBy(seed => new Draw($"job-{seed}").Between(10, 15, "hour 1")).OrderBy(group => group.Key).ToList();

        CollectionAssert.AreEqual(new[] { 10, 11, 12, 13, 14, 15 }, counts.Select(group => group.Key).ToArray());
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
        var fields = Enumerable.Range(0, 2000).Select(seed => CronText.Read(Words.Split(text), $"{seed}", System.Collections.Immutable.ImmutableArray.CreateBuilder<TextError>())!).ToList();

        var seen = new[] { Union(fields, f => f.Minutes), Union(fields, f => f.Hours), Union(fields, f => f.DaysOfMonth), Union(fields, f => f.Months) };

        Assert.AreEqual(expected, string.Join(' ', seen.Select(bits => $"{System.Numerics.BitOperations.TrailingZeroCount(bits)}-{System.Numerics.BitOperations.Log2(bits)}")));
    }

    [TestMethod]
    public void Parse_Drawn_IsOneValue() =>
        Assert.AreEqual(1, System.Numerics.BitOperations.PopCount(Union([Fields("~ * * * *", "a")], fields => fields.Minutes)));

    [TestMethod]
    // two draws of one field, and equal ranges of two fields, are not the same draw
    [DataRow("~,~ * * * *")]
    [DataRow("0~23 0~23 * * *")]
    public void Parse_SeveralDrawn_AreDrawnApart(string text) =>
        Assert.IsTrue(Enumerable.Range(0, 20).Select(seed => Fields(text, $"{seed}")).Any(fields =>
            text.StartsWith('~') ? System.Numerics.BitOperations.PopCount(fields.Minutes) == 2 : fields.Minutes != fields.Hours));

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
        CronText.Read(Words.Split(text), seed, System.Collections.Immutable.ImmutableArray.CreateBuilder<TextError>())!;

    private static ulong Union(List<CronFields> fields, Func<CronFields, ulong> field) => fields.Aggregate(0UL, (bits, one) => bits | field(one));
}
