using JobQueue.Scheduler.Times.At;

namespace JobQueue.Scheduler.Tests.Times.At;

[TestClass]
public sealed class AtTimeTests
{
    private const string Start = "now, a time like 16:30 or 4pm, or a date like 2027-05-27, May 27 or friday";
    private const string AfterNumber = "am, pm, a month or the rest of a date like 5/27/2027";
    private const string Units = "minutes, hours, days, weeks, months or years";
    private const string Hour = "an hour from 0 to 24";
    private const string HalfDay = "an hour from 1 to 12, with am or pm";
    private const string Day28 = "a day that the month has, 1 to 28";
    private const string Minute = "a minute from 00 to 59";

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
    // a month after the 31st is the day so many days behind the month's end
    [DataRow("now + 1 month", "2026-05-31T08:14:47+02:00", "2026-07-01T08:14:47+02:00")]
    [DataRow("now + 1 year", "2028-02-29T08:14:47+01:00", "2029-03-01T08:14:47+01:00")]
    [DataRow("now + 6 months", "2027-08-31T08:14:47+02:00", "2028-03-03T08:14:47+01:00")]
    [DataRow("now + 12 months", "2028-02-29T08:14:47+01:00", "2029-03-01T08:14:47+01:00")]
    [DataRow("now + 13 months", "2028-02-29T08:14:47+01:00", "2029-03-29T08:14:47+02:00")]
    [DataRow("now + 7973 years", "2026-01-10T08:14:47+01:00", "9999-01-10T08:14:47+01:00")]
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
    [DataRow("", 1, "the end", Start)]
    [DataRow("  ", 1, "the end", Start)]
    [DataRow("gestern", 1, "\"gestern\"", Start)]
    [DataRow("nowhere", 1, "\"nowhere\"", Start)]
    [DataRow("163", 1, "\"163\"", Start)]
    [DataRow("１６:30", 1, "\"１６:30\"", Start)]
    [DataRow("４pm", 1, "\"４pm\"", Start)]
    [DataRow("now\u00a0+ 5 minutes", 4, "\"\u00a0+\"", "+ or - and a span like 5 minutes, or the end")]
    [DataRow("now tomorrow", 5, "\"tomorrow\"", "+ or - and a span like 5 minutes, or the end")]
    [DataRow("now utc", 5, "\"utc\"", "+ or - and a span like 5 minutes, or the end")]
    [DataRow("now + ", 6, "the end", "a number")]
    [DataRow("now + five minutes", 7, "\"five\"", "a number")]
    [DataRow("now + ٥ minutes", 7, "\"٥\"", "a number")]
    [DataRow("now + 5", 8, "the end", Units)]
    [DataRow("now + 5 apples", 9, "\"apples\"", Units)]
    [DataRow("now + 5 min x", 13, "\"x\"", "the end")]
    [DataRow("now + 5 min + 5 min", 13, "\"+\"", "the end")]
    [DataRow("4", 2, "the end", AfterNumber)]
    [DataRow("4 p.m.", 3, "\"p.m.\"", AfterNumber)]
    [DataRow("16 :30", 4, "\":30\"", AfterNumber)]
    [DataRow("16:30 x", 7, "\"x\"", "am, pm, utc, a date, + or - and a span like 5 minutes, or the end")]
    [DataRow("noon x", 6, "\"x\"", "utc, a date, + or - and a span like 5 minutes, or the end")]
    [DataRow("noon utc utc", 10, "\"utc\"", "a date, + or - and a span like 5 minutes, or the end")]
    [DataRow("tomorrow 8am", 10, "\"8am\"", "+ or - and a span like 5 minutes, or the end")]
    [DataRow("noon 4 x", 8, "\"x\"", "a month or the rest of a date like 5/27/2027")]
    [DataRow("next 3 days", 6, "\"3\"", "a weekday, or minute, hour, day, week, month or year")]
    [DataRow("mayday", 4, "\"day\"", "a day of the month")]
    [DataRow("sep 9,2031", 5, "\"9,2031\"", "a day of the month, a comma, a blank and a year")]
    [DataRow("sep 9, 203", 8, "\"203\"", "a year of two or four digits")]
    [DataRow("sep 9 203", 7, "\"203\"", "a year, + or - and a span like 5 minutes, or the end")]
    [DataRow("5/", 3, "the end", "the day's number")]
    [DataRow("5/27", 5, "the end", "/ and the year")]
    [DataRow("5/27/x", 6, "\"x\"", "a year of two or four digits")]
    // a word near to one that could stand there
    [DataRow("tommorow", 1, "\"tommorow\"", Start + "; did you mean tomorrow?")]
    [DataRow("Fryday", 1, "\"Fryday\"", Start + "; did you mean friday?")]
    [DataRow("mondays", 1, "\"mondays\"", Start + "; did you mean monday?")]
    [DataRow("9 octobr 2027", 3, "\"octobr\"", AfterNumber + "; did you mean october?")]
    [DataRow("next fridy", 6, "\"fridy\"", "a weekday, or minute, hour, day, week, month or year; did you mean friday?")]
    [DataRow("now + 5 mins", 9, "\"mins\"", Units + "; did you mean min?")]
    [DataRow("now + 5 munites", 9, "\"munites\"", Units + "; did you mean minutes?")]
    // numbers out of their ranges
    [DataRow("now + 99999999999 years", 7, "\"99999999999\"", "a number that leads to the years 1 to 9999")]
    [DataRow("now + 99999999999 weeks", 7, "\"99999999999\"", "a number that leads to the years 1 to 9999")]
    [DataRow("now - 99999999999999999999 weeks", 7, "\"99999999999999999999\"", "a number that leads to the years 1 to 9999")]
    [DataRow("now + 2912500 days", 7, "\"2912500\"", "a number that leads to the years 1 to 9999")]
    [DataRow("noon + 9999999999999999 min", 8, "\"9999999999999999\"", "a number that leads to the years 1 to 9999")]
    [DataRow("friday + 8000 years", 10, "\"8000\"", "a number that leads to the years 1 to 9999")]
    [DataRow("16:60", 4, "\"60\"", Minute)]
    [DataRow("16:3", 4, "\"3\"", Minute)]
    [DataRow("1660", 3, "\"60\"", Minute)]
    [DataRow("25:00", 1, "\"25:00\"", Hour)]
    [DataRow("30:00", 1, "\"30\"", Hour)]
    [DataRow("2500", 1, "\"2500\"", Hour)]
    [DataRow("0am", 1, "\"0\"", HalfDay)]
    [DataRow("00 pm", 1, "\"00\"", HalfDay)]
    [DataRow("0:30pm", 1, "\"0:30\"", HalfDay)]
    [DataRow("13:30 pm", 1, "\"13:30\"", HalfDay)]
    [DataRow("13pm", 1, "\"13\"", HalfDay)]
    [DataRow("feb 30", 5, "\"30\"", "a day that the month has, 1 to 29")]
    [DataRow("29 feb", 1, "\"29\"", Day28)]
    [DataRow("31 april 2027", 1, "\"31\"", "a day that the month has, 1 to 30")]
    [DataRow("dec 0", 5, "\"0\"", "a day that the month has, 1 to 31")]
    [DataRow("2027-02-29", 9, "\"29\"", Day28)]
    [DataRow("2027-13-01", 6, "\"13\"", "a month from 1 to 12")]
    [DataRow("1.13.2027", 3, "\"13\"", "a month from 1 to 12")]
    [DataRow("29.2.27", 1, "\"29\"", Day28)]
    [DataRow("22927", 2, "\"29\"", Day28)]
    [DataRow("20270527", 1, "\"20\"", "a month from 1 to 12")]
    [DataRow("jan 5 1969", 7, "\"1969\"", "a year from 1970 on")]
    [DataRow("1.2.1901", 5, "\"1901\"", "a year from 1970 on")]
    // slashes are for month/day/year
    [DataRow("27/5/2027", 1, "\"27\"", "a month from 1 to 12: slashes are for month/day/year; write 2027-05-27")]
    [DataRow("noon 27/5/27 at sea", 6, "\"27\"", "a month from 1 to 12: slashes are for month/day/year; write 2027-05-27")]
    [DataRow("2/29/2027", 3, "\"29\"", Day28 + ": slashes are for month/day/year; write year-month-day, like 2027-05-27")]
    // past
    [DataRow("now - 1 minute", 1, "\"now - 1 minute\"", "a time to come: that was 1m ago")]
    [DataRow("now - 2 days", 1, "\"now - 2 days\"", "a time to come: that was 2d ago")]
    [DataRow("8am today", 1, "\"8am today\"", "a time to come: that was 14m47s ago")]
    public void Parse_NotOfAt_SaysWhereAndWhat(string text, int column, string found, string expected) =>
        Assert.AreEqual(
            new TextError(null, 1, column, found, expected),
            AtAlone.Parse(text, Instants.Of("2026-01-10T08:14:47+01:00"), Zones.Berlin).Error);

    [TestMethod]
    // Read as at, as a phrase, as an instant: the error of whichever came farther
    [DataRow("now + 5 apples", 9, "\"apples\"")]
    [DataRow("in 5 apples", 6, "\"apples\"")]
    [DataRow("2027-01-01T24:00:00Z", 12, "\"24\"")]
    [DataRow(" 2026-01-10T07:13:59.5Z", 2, "\"2026-01-10T07:13:59.5Z\"")]
    [DataRow("yesterday at noon", 1, "\"yesterday at noon\"")]
    [DataRow("27/5/2027", 1, "\"27\"")]
    [DataRow("2027-13-01", 6, "\"13\"")]
    [DataRow("1.13.2027", 3, "\"13\"")]
    [DataRow("1.2.1901", 5, "\"1901\"")]
    // What was understood and is impossible was understood to its end
    [DataRow("thursday 27 november 2026", 1, "\"thursday\"")]
    [DataRow("5th friday of february", 1, "\"5th\"")]
    [DataRow("feb 29th", 1, "\"feb\"")]
    [DataRow("noon tonight", 1, "\"noon\"")]
    [DataRow("1.5 days", 1, "\"1.5\"")]
    [DataRow("now + 9000 years", 7, "\"9000\"")]
    [DataRow("tomorrow at 9 + 9000 years", 17, "\"9000\"")]
    public void Parse_NotUnderstood_SaysHowFarItWas(string text, int column, string found)
    {
        var error = AtTime.Parse(text, Instants.Of("2026-01-10T08:14:47+01:00"), Zones.Berlin).Error!;

        Assert.AreEqual((column, found), (error.Column, error.Found));
    }

    [TestMethod]
    [DataRow("23:59")]
    [DataRow("24:00")]
    [DataRow("00:00")]
    [DataRow("24:00 today")]
    [DataRow("tomorrow")]
    [DataRow("next month")]
    [DataRow("today + 1 hour")]
    [DataRow("jan 1")]
    [DataRow("now + 1 min")]
    [DataRow("now + 1 week")]
    public void Parse_AfterTheLastMinute_IsAnError(string text) =>
        Assert.IsNotNull(AtTime.Parse(text, DateTimeOffset.MaxValue, Zones.Berlin).Error);

    [TestMethod]
    public void Parse_200Characters_AreRead() =>
        Assert.IsNotNull(AtTime.Parse("now".PadRight(200), DateTimeOffset.UnixEpoch, Zones.Berlin).Instant);

    [TestMethod]
    [DataRow('9', 201)]
    public void Parse_MoreThan200Characters_IsRefused(char character, int length)
    {
        var error = AtTime.Parse(new string(character, length), DateTimeOffset.UnixEpoch, Zones.Berlin).Error!;

        Assert.AreEqual((201, "the end: a time has at most 200 characters"), (error.Column, error.Expected));
    }
}
