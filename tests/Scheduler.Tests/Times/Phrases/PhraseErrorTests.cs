using JobQueue.Scheduler.Times.Phrases;

namespace JobQueue.Scheduler.Tests.Times.Phrases;

[TestClass]
public sealed class PhraseErrorTests
{
    private const string Start =
        "a span like 5 minutes, a day like tomorrow or friday, a date like dec 25, a time like 9:00 or a part of the day like evening";

    private const string Recurring = "a single time: what repeats is a recurring job, with a schedule like 0 9 * * fri";

    // A Wednesday.
    private static readonly DateTimeOffset Now = Instants.Of("2026-01-14T08:14:47+01:00");

    [TestMethod]
    // what nobody says, and the nearest word
    [DataRow("", 1, "the end", Start)]
    [DataRow("   ", 4, "the end", Start)]
    [DataRow("christmas", 1, "\"christmas\"", Start)]
    [DataRow("tomorow at 9", 1, "\"tomorow\"", Start + "; the nearest word is tomorrow")]
    [DataRow("frday 17:00", 1, "\"frday\"", Start + "; the nearest word is friday")]
    [DataRow("in 5 minuts", 6, "\"minuts\"", "a unit like minutes or days; the nearest word is minute")]
    [DataRow("٥ minutes", 1, "\"٥\"", Start)]
    [DataRow("in ５ minutes", 4, "\"５\"", "a span like 5 minutes or a part of the day like evening")]
    [DataRow("in 2 weeKs", 6, "\"weeKs\"", "a unit like minutes or days; the nearest word is weeks")]
    [DataRow("friday at 9 uhr", 13, "\"uhr\"", "am or pm, a part of the day like evening or the end")]
    // what is missing
    [DataRow("in", 3, "the end", "a span like 5 minutes or a part of the day like evening")]
    [DataRow("in 5", 5, "the end", "a unit like minutes or days")]
    [DataRow("at", 3, "the end", Start)]
    [DataRow("tomorrow at", 12, "the end", "a span like 5 minutes, a time like 9:00 or a part of the day like evening")]
    [DataRow("2 days before", 14, "the end", Start)]
    [DataRow(
        "2nd friday in", 14, "the end",
        "a unit like minutes or days, a date like dec 25, a word like this or next or a part of the day like evening")]
    [DataRow("end of", 7, "the end", "a number, a unit like minutes or days, a day like tomorrow or friday or a date like dec 25")]
    [DataRow("next", 5, "the end", "a unit like minutes or days, a weekday, a date like dec 25 or a part of the day like evening")]
    [DataRow("half past", 10, "the end", "a number or a time like 9:00")]
    [DataRow("the", 4, "the end", "a number, an ordinal like 2nd, a word like this or next or an edge like end of month")]
    [DataRow("+", 2, "the end", "a span like 5 minutes")]
    // what stands there too much
    [DataRow("tomorrow at 9 foo", 15, "\"foo\"", "am or pm, a part of the day like evening or the end")]
    [DataRow("in 5 minutes tomorrow", 14, "\"tomorrow\"", "a span like 5 minutes, from, after or before or the end")]
    [DataRow("friday 9:00 friday", 13, "\"friday\"", "am or pm, a part of the day like evening or the end")]
    [DataRow("tomorrow at 9 at 10", 18, "\"10\"", "a part of the day like evening")]
    [DataRow("noon in 2 hours", 6, "\"in\"", "a day: the time of day was said before")]
    [DataRow("in 5 business days after 2 weeks", 20, "\"after\"", "from, after or before")]
    [DataRow("in 3 mondays after 2 hours", 14, "\"after\"", "from, after or before")]
    [DataRow("5 foo", 3, "\"foo\"", "a unit like minutes or days, a date like dec 25, am or pm or a part of the day like evening")]
    [DataRow("next business foo", 15, "\"foo\"", "a unit like minutes or days")]
    [DataRow("9", 2, "the end", "a unit like minutes or days, a date like dec 25, am or pm or a part of the day like evening")]
    // what repeats
    [DataRow("every day at 9", 1, "\"every\"", Recurring)]
    [DataRow("at 9 every friday", 6, "\"every\"", Recurring)]
    [DataRow("mondays at 9", 1, "\"mondays\"", Recurring)]
    [DataRow("daily", 1, "\"daily\"", Recurring)]
    // times that there are not
    [DataRow("tomorrow at 25:00", 13, "\"25:00\"", "a time from 0:00 to 24:00")]
    [DataRow("at 24:30", 4, "\"24:30\"", "a time from 0:00 to 24:00")]
    [DataRow("tomorrow at 9:60", 15, "\"60\"", "a minute from 00 to 59")]
    [DataRow("tomorrow at 9:5", 15, "\"5\"", "a minute from 00 to 59")]
    [DataRow("at 08:14:60", 10, "\"60\"", "a second from 00 to 59")]
    [DataRow("tomorrow at 0am", 13, "\"0am\"", "an hour from 1 to 12")]
    [DataRow("tomorrow at 13pm", 13, "\"13pm\"", "an hour from 1 to 12")]
    [DataRow("tomorrow morning at 9pm", 21, "\"9pm\"", "a time in the morning")]
    [DataRow("noon tonight", 1, "\"noon\"", "a time in the night")]
    // dates that there are not
    [DataRow("feb 30th", 1, "\"feb\"", "a day that its month or year has")]
    [DataRow("feb 29th", 1, "\"feb\"", "a day that its month or year has")]
    [DataRow("feb 29th 2027", 1, "\"feb\"", "a day that its month or year has")]
    [DataRow("the 32nd", 1, "\"the\"", "a day that its month or year has")]
    [DataRow("31st of next month", 1, "\"31st\"", "a day that its month or year has")]
    [DataRow("5th friday of february", 1, "\"5th\"", "a day that its month or year has")]
    [DataRow("366th day of 2027", 1, "\"366th\"", "a day that its month or year has")]
    [DataRow("thursday 27 november 2026", 1, "\"thursday\"", "Friday, the weekday of 2026-11-27")]
    [DataRow("march 1st 1969", 11, "\"1969\"", "a year from 1970 to 9999")]
    [DataRow("2027-02-30 9:00", 1, "\"2027-02-30\"", "a day that its month or year has")]
    // dates in digits that could be two
    [DataRow("27/5/2027 at 9:00", 1, "\"27/5/2027\"", "a date like 2027-05-27")]
    [DataRow("1/3", 1, "\"1/3\"", "a date like 2027-05-27")]
    [DataRow("1/3 16:00", 1, "\"1/3\"", "a date like 2027-05-27")]
    [DataRow("1-3", 1, "\"1-3\"", "a date like 2027-05-27")]
    [DataRow("2026-300", 1, "\"2026-300\"", "a date like 2027-05-27")]
    // numbers
    [DataRow("in 9999999999 seconds", 4, "\"9999999999\"", "a number of at most 2147483647")]
    [DataRow("in 999999999 years", 4, "\"999999999\"", "a number that leads to the years 1 to 9999")]
    [DataRow("in 999999999 mondays", 4, "\"999999999\"", "a number that leads to the years 1 to 9999")]
    [DataRow("2147483647 months from now", 9, "\"47 months from now\"", "a time like 2026-03-29T03:00:00+02:00")]
    [DataRow("half a week", 1, "\"half\"", "a whole number of weeks")]
    [DataRow("1.5 days", 1, "\"1.5\"", "a whole number of days")]
    [DataRow("P1H", 1, "\"P1H\"", "a duration like PT90S or P1DT2H")]
    [DataRow("PT", 1, "\"PT\"", Start)]
    [DataRow("P", 1, "\"P\"", Start)]
    // ISO 8601
    [DataRow("2026-12-25T", 11, "\"T\"", "a time like 2026-03-29T03:00:00+02:00")]
    [DataRow("2026-12-25T09", 11, "\"T09\"", "a time like 2026-03-29T03:00:00+02:00")]
    [DataRow("2026-12-25T24:00", 12, "\"24\"", "an hour from 00 to 23")]
    [DataRow("2027-02-30T10:00", 1, "\"2027-02-30T10:00\"", "a day that its month or year has")]
    [DataRow("2026-12-25T09:00+2", 17, "\"+2\"", "Z or an offset like +02:00")]
    [DataRow("2026-12-25T09:00+24:00", 17, "\"+24:00\"", "Z or an offset like +02:00")]
    [DataRow("2026-12-25T09:00Zx", 18, "\"x\"", "the end")]
    [DataRow("20261325", 5, "\"13\"", "a month from 01 to 12")]
    [DataRow("2026-W10-1", 6, "\"W10-1\"", "a date like dec 25")]
    public void Parse_NotUnderstood_SaysWhereAndWhat(string text, int column, string found, string expected) =>
        Assert.AreEqual(
            new TextError(null, 1, column, found, expected),
            PhraseTime.Parse(text, Now, Zones.Berlin).Error);

    [TestMethod]
    [DataRow("yesterday", "1d")]
    [DataRow("yesterday at noon", "20h14m47s")]
    [DataRow("last friday", "5d")]
    [DataRow("last week", "7d")]
    [DataRow("last month", "31d")]
    [DataRow("this week", "2d")]
    [DataRow("5 minutes ago", "5m")]
    [DataRow("2 days ago", "2d")]
    [DataRow("2 hours before now", "2h")]
    [DataRow("-5min", "5m")]
    [DataRow("today", "8h14m47s")]
    [DataRow("this morning", "14m47s")]
    [DataRow("in the morning", "14m47s")]
    [DataRow("6 in the morning", "2h14m47s")]
    [DataRow("6am today", "2h14m47s")]
    [DataRow("today at midnight", "8h14m47s")]
    [DataRow("wednesday this week", "8h14m47s")]
    [DataRow("beginning of the month", "13d")]
    [DataRow("start of this week", "2d")]
    [DataRow("12th day this month", "2d")]
    [DataRow("this quarter", "13d")]
    [DataRow("jan 14th", "8h14m47s")]
    [DataRow("11 january this year", "3d")]
    [DataRow("october 2006", "7045d")]
    [DataRow("2 days before friday", "8h14m47s")]
    [DataRow("2026-01-14T08:13", "1m47s")]
    [DataRow("2020-01-01", "2205d")]
    public void Parse_Past_SaysHowLongAgo(string text, string ago) =>
        Assert.AreEqual(
            TextError.At(1, text, $"a time to come: that was {ago} ago"),
            PhraseTime.Parse(text, Now, Zones.Berlin).Error);

    [TestMethod]
    public void Parse_PastWithBlanksAround_PointsAtTheText() =>
        Assert.AreEqual(
            new TextError(null, 1, 3, "\"yesterday\"", "a time to come: that was 1d ago"),
            PhraseTime.Parse("  yesterday ", Now, Zones.Berlin).Error);

    [TestMethod]
    public void Parse_TwoHundredCharacters_IsRead() =>
        Assert.IsNull(PhraseTime.Parse("in 5 minutes".PadRight(200), Now, Zones.Berlin).Error);
}
