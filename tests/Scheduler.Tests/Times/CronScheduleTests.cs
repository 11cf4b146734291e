using FsCheck;
using FsCheck.Fluent;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Times;

[TestClass]
public sealed class CronScheduleTests
{
    [TestMethod]
    // plain
    [DataRow("*/5 * * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:05 2026-01-01T00:10")]
    [DataRow("*/5 * * * *", "2026-01-01T00:04:59.9999999Z", "2026-01-01T00:05 2026-01-01T00:10")]
    [DataRow("*/5 9-17 * * mon-fri", "2026-03-27T17:55:00Z", "2026-03-30T09:00 2026-03-30T09:05")]
    [DataRow("0 0 1 1 *", "2026-01-01T00:00:00Z", "2027-01-01T00:00 2028-01-01T00:00")]
    [DataRow("59 23 31 12 *", "2026-12-31T23:58:59Z", "2026-12-31T23:59 2027-12-31T23:59")]
    [DataRow("7-59/20 0 * * *", "2026-01-01T00:00:00Z", "2026-01-01T00:07 2026-01-01T00:27 2026-01-01T00:47 2026-01-02T00:07")]
    [DataRow("0 12 * FEB,Oct mOn", "2026-01-01T00:00:00Z", "2026-02-02T12:00 2026-02-09T12:00")]
    [DataRow("0 0 * * fri-sun", "2026-01-01T00:00:00Z", "2026-01-02T00:00 2026-01-03T00:00 2026-01-04T00:00 2026-01-09T00:00")]
    [DataRow("0 0 * * 5-0", "2026-01-01T00:00:00Z", "2026-01-02T00:00 2026-01-03T00:00 2026-01-04T00:00 2026-01-09T00:00")]
    [DataRow("0 0 * * 7", "2026-01-01T00:00:00Z", "2026-01-04T00:00 2026-01-11T00:00")]
    [DataRow("0 0 */99999999999 * *", "2026-01-01T00:00:00Z", "2026-02-01T00:00 2026-03-01T00:00")]
    [DataRow("000 0012 1 * *", "2026-01-01T00:00:00Z", "2026-01-01T12:00")]
    [DataRow("@weekly", "2026-01-01T00:00:00Z", "2026-01-04T00:00")]
    [DataRow("@hourly", "2026-01-01T00:00:00Z", "2026-01-01T01:00")]
    // leap days, also around a century that has none
    [DataRow("0 0 29 2 *", "2026-01-01T00:00:00Z", "2028-02-29T00:00 2032-02-29T00:00")]
    [DataRow("0 0 29 2 *", "2096-03-01T00:00:00Z", "2104-02-29T00:00")]
    [DataRow("0 0 29 2 */6", "2072-03-01T00:00:00Z", "2076-02-29T00:00 2088-02-29T00:00 2116-02-29T00:00")]
    // beyond 2038
    [DataRow("0 0 * * *", "2038-01-19T03:14:07Z", "2038-01-20T00:00")]
    // the day rule: without a star, either day; with one at the start of a field, both
    [DataRow("0 0 13 * fri", "2026-01-01T00:00:00Z", "2026-01-02T00:00 2026-01-09T00:00 2026-01-13T00:00")]
    [DataRow("0 0 */4 * mon", "2026-01-01T00:00:00Z", "2026-01-05T00:00 2026-02-09T00:00")]
    [DataRow("0 0 1-31 * mon", "2026-01-01T00:00:00Z", "2026-01-02T00:00 2026-01-03T00:00")]
    [DataRow("0 0 2,*/4 * mon", "2026-01-01T00:00:00Z", "2026-01-02T00:00 2026-01-05T00:00 2026-01-09T00:00")]
    [DataRow("0 0 13 * */5", "2026-01-01T00:00:00Z", "2026-02-13T00:00 2026-03-13T00:00")]
    public void NextAfter_InUtc_IsExpected(string text, string after, string expected) =>
        Assert.AreEqual(expected, Series(text, TimeZoneInfo.Utc, after, expected.Split(' ').Length, "yyyy-MM-ddTHH:mm"));

    [TestMethod]
    // Berlin forward, 29 March 2026, 02:00 -> 03:00
    [DataRow("Europe/Berlin", "30 2 * * *", "2026-03-28T12:00:00+01:00", "29T03:00+02:00 30T02:30+02:00")]
    [DataRow("Europe/Berlin", "0,15,30 2 * * *", "2026-03-28T12:00:00+01:00", "29T03:00+02:00 30T02:00+02:00")]
    [DataRow("Europe/Berlin", "0 2,3 * * *", "2026-03-28T12:00:00+01:00", "29T03:00+02:00 30T02:00+02:00")]
    [DataRow("Europe/Berlin", "30 2-3 * * *", "2026-03-28T12:00:00+01:00", "29T03:00+02:00 29T03:30+02:00 30T02:30+02:00")]
    [DataRow("Europe/Berlin", "30 0-23 29 3 *", "2026-03-29T01:00:00+01:00", "29T01:30+01:00 29T03:00+02:00 29T03:30+02:00 29T04:30+02:00")]
    [DataRow("Europe/Berlin", "30 * 29 3 *", "2026-03-29T01:00:00+01:00", "29T01:30+01:00 29T03:30+02:00 29T04:30+02:00")]
    [DataRow("Europe/Berlin", "*/20 2 * * *", "2026-03-28T12:00:00+01:00", "30T02:00+02:00 30T02:20+02:00")]
    [DataRow("Europe/Berlin", "30 2 29 3 *", "2026-03-29T03:00:00+02:00", "29T02:30+02:00")]
    [DataRow("Europe/Berlin", "@hourly", "2026-03-29T01:00:00+01:00", "29T03:00+02:00 29T04:00+02:00")]
    // Berlin back, 25 October 2026, 03:00 -> 02:00
    [DataRow("Europe/Berlin", "30 2 * * *", "2026-10-24T12:00:00+02:00", "25T02:30+02:00 26T02:30+01:00")]
    [DataRow("Europe/Berlin", "30 2 * * *", "2026-10-25T02:10:00+01:00", "26T02:30+01:00")]
    [DataRow("Europe/Berlin", "0 2-3 * * *", "2026-10-24T12:00:00+02:00", "25T02:00+02:00 25T03:00+01:00 26T02:00+01:00")]
    [DataRow("Europe/Berlin", "30 * * * *", "2026-10-25T01:00:00+02:00", "25T01:30+02:00 25T02:30+02:00 25T02:30+01:00 25T03:30+01:00")]
    [DataRow("Europe/Berlin", "*/30 2 * * *", "2026-10-25T01:00:00+02:00", "25T02:00+02:00 25T02:30+02:00 25T02:00+01:00 25T02:30+01:00 26T02:00+01:00")]
    [DataRow("Europe/Berlin", "15 0-23 * * *", "2026-10-25T01:00:00+02:00", "25T01:15+02:00 25T02:15+02:00 25T03:15+01:00")]
    // New York forward 8 March, back 1 November 2026
    [DataRow("America/New_York", "30 2 * * *", "2026-03-07T12:00:00-05:00", "08T03:00-04:00 09T02:30-04:00")]
    [DataRow("America/New_York", "30 1 * * *", "2026-10-31T12:00:00-04:00", "01T01:30-04:00 02T01:30-05:00")]
    [DataRow("America/New_York", "*/30 1 * * *", "2026-11-01T00:00:00-04:00", "01T01:00-04:00 01T01:30-04:00 01T01:00-05:00 01T01:30-05:00")]
    // Lord Howe: half an hour, forward 4 October at 02:00, back 5 April at 02:00
    [DataRow("Australia/Lord_Howe", "15 2 * * *", "2026-10-03T12:00:00+10:30", "04T02:30+11:00 05T02:15+11:00")]
    [DataRow("Australia/Lord_Howe", "30 2 * * *", "2026-10-03T12:00:00+10:30", "04T02:30+11:00 05T02:30+11:00")]
    [DataRow("Australia/Lord_Howe", "*/15 2 * * *", "2026-10-03T12:00:00+10:30", "04T02:30+11:00 04T02:45+11:00 05T02:00+11:00")]
    [DataRow("Australia/Lord_Howe", "45 1 * * *", "2026-04-04T12:00:00+11:00", "05T01:45+11:00 06T01:45+10:30")]
    [DataRow("Australia/Lord_Howe", "45 * * * *", "2026-04-05T01:00:00+11:00", "05T01:45+11:00 05T01:45+10:30 05T02:45+10:30")]
    // Casablanca: back before Ramadan, 15 February 2026 at 03:00, forward after it, 22 March at 02:00
    [DataRow("Africa/Casablanca", "30 2 * * *", "2026-02-14T12:00:00+01:00", "15T02:30+01:00 16T02:30+00:00")]
    [DataRow("Africa/Casablanca", "30 2 * * *", "2026-03-21T12:00:00+00:00", "22T03:00+01:00 23T02:30+01:00")]
    [DataRow("Africa/Casablanca", "30 * * * *", "2026-02-15T02:00:00+01:00", "15T02:30+01:00 15T02:30+00:00 15T03:30+00:00")]
    // a change at midnight, Santiago, 6 September 2026: the job of the hour that is not there is due at 01:00
    [DataRow("America/Santiago", "30 0 * * *", "2026-09-05T12:00:00-04:00", "06T01:00-03:00 07T00:30-03:00")]
    [DataRow("America/Santiago", "@daily", "2026-09-05T12:00:00-04:00", "06T01:00-03:00 07T00:00-03:00")]
    // a day that is not there, Samoa, 30 December 2011: more than three hours are simply taken
    [DataRow("Pacific/Apia", "0 12 * * *", "2011-12-29T00:00:00-10:00", "29T12:00-10:00 31T12:00+14:00")]
    [DataRow("Pacific/Apia", "0 12 30 12 *", "2011-12-01T00:00:00-10:00", "30T12:00+14:00")]
    // three hours are not more than three hours, Casey, 22 October 2016
    [DataRow("Antarctica/Casey", "30 1 * * *", "2016-10-21T12:00:00+08:00", "22T03:00+11:00 23T01:30+11:00")]
    public void NextAfter_AroundChange_DoesAsDebian(string zone, string text, string after, string expected) =>
        Assert.AreEqual(expected, Series(text, Zones.Of(zone), after, expected.Split(' ').Length, "ddTHH:mmzzz"));

    [TestMethod]
    [DataRow("0 0 * * *", "9999-12-31T05:00:00Z")]
    [DataRow("* * * * *", "9999-12-31T23:59:00Z")]
    [DataRow("* * * * *", "9999-12-31T23:59:59.9999999Z")]
    [DataRow("0 0 29 2 *", "9997-01-01T00:00:00Z")]
    public void NextAfter_AtEndOfCalendar_IsNull(string text, string after) =>
        Assert.IsNull(Parse(text, Zones.Of("America/New_York")).NextAfter(Instants.Of(after)));

    [TestMethod]
    [DataRow("Europe/Berlin")]
    [DataRow("America/New_York")]
    [DataRow("Pacific/Kiritimati")]
    public void NextAfter_AtBeginOfCalendar_IsLater(string zone) =>
        Assert.IsGreaterThan(DateTimeOffset.MinValue, Parse("* * * * *", Zones.Of(zone)).NextAfter(DateTimeOffset.MinValue)!.Value);

    [TestMethod]
    public void NextAfter_AnySchedule_EqualsClockWatchedMinuteByMinute()
    {
        // Arrange
        var cases =
            from minute in Gen.Elements("*", "*/20", "0", "30", "15,45", "0-59/15", "59")
            from hour in Gen.Elements("*", "*/2", "1", "2", "0-23", "3", "0,2")
            from day in Gen.Elements("*", "29", "*/2", "1-31", "25")
            from weekday in Gen.Elements("*", "sun", "*/3", "mon-sat")
            from change in Gen.Elements(ClockWatcher.Changes)
            from offset in Gen.Choose(-300, 300)
            select (Text: $"{minute} {hour} {day} * {weekday}", change.Zone, After: change.At + TimeSpan.FromMinutes(offset));

        // Act
        var property = Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var until = one.After + TimeSpan.FromHours(30);
            var next = Parse(one.Text, one.Zone).NextAfter(one.After);
            return ClockWatcher.FirstBetween(one.Text, one.Zone, one.After, until) == (next <= until ? next : null);
        });

        // Assert
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1500), property);
    }

    [TestMethod]
    public void NextAfter_AnySchedule_IsLaterAndNeverFallsBack()
    {
        // Arrange
        var cases =
            from minute in Gen.Elements("*", "*/7", "30", "0,59", "5-50/9", "~")
            from hour in Gen.Elements("*", "*/5", "0", "2", "23", "1~3")
            from day in Gen.Elements("*", "29", "31", "*/2", "~")
            from month in Gen.Elements("*", "3,10", "feb")
            from weekday in Gen.Elements("*", "sun", "*/3")
            from change in Gen.Elements(ClockWatcher.Changes)
            from offset in Gen.Choose(-100_000, 100_000)
            from step in Gen.Choose(0, 5_000)
            let text = $"{minute} {hour} {day} {month} {weekday}"
            select (Text: text, change.Zone, After: change.At + TimeSpan.FromSeconds(offset), Step: step);

        // Act
        var property = Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var schedule = ScheduleText.Parse(one.Text, one.Zone).Schedule;
            var (early, late) = (one.After, one.After + TimeSpan.FromSeconds(one.Step));
            return schedule is null || (schedule.NextAfter(early) > early && schedule.NextAfter(late) >= schedule.NextAfter(early));
        });

        // Assert
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), property);
    }

    [TestMethod]
    public void Read_PrintedField_IsTheFieldAgain()
    {
        // Arrange
        var cases =
            from field in Gen.Elements(CronField.All.ToArray())
            from values in Gen.NonEmptyListOf(Gen.Choose(field.First, field.Last))
            from named in Gen.Elements(true, false)
            select (Field: field, Bits: values.Aggregate(0UL, (bits, value) => bits | 1UL << value), Named: named);

        // Act
        var property = Prop.ForAll(cases.ToArbitrary(), one =>
            CronFieldReader.Read(one.Field, Print(one.Field, one.Bits, one.Named), 1, default, out var read) is null && read == one.Bits);

        // Assert
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), property);
    }

    // Values and, where three or more are neighbours, ranges.
    private static string Print(CronField field, ulong bits, bool named)
    {
        var items = new List<string>();
        for (var value = field.First; value <= field.Last; value++)
        {
            var first = value;
            while ((bits >> value & 1) != 0 && value < field.Last && (bits >> value + 1 & 1) != 0)
                value++;
            if ((bits >> value & 1) != 0)
                items.Add(value == first ? Name(first) : $"{Name(first)}-{Name(value)}");
        }

        return string.Join(',', items);

        string Name(int value) => named && value - field.NamesFrom < field.Names.Count && value != 0
            ? field.Names[value - field.NamesFrom].ToUpperInvariant()
            : $"{value}";
    }

    [TestMethod]
    public void CountBetween_AnySchedule_EqualsWalkedOneByOne()
    {
        // Arrange
        var cases =
            from minute in Gen.Elements("*", "*/20", "0", "15,45", "59", "~")
            from hour in Gen.Elements("*", "*/7", "0", "1", "2", "0-23", "2,23")
            from day in Gen.Elements("*", "29", "*/2", "1-31", "31")
            from month in Gen.Elements("*", "2,3", "10")
            from weekday in Gen.Elements("*", "sun", "*/3")
            from change in Gen.Elements(ClockWatcher.Changes)
            from offset in Gen.Choose(-300, 300)
            from seconds in Gen.Choose(0, 59)
            from minutes in Gen.OneOf(Gen.Choose(0, 600), Gen.Choose(0, 100_000))
            let after = change.At + TimeSpan.FromMinutes(offset) + TimeSpan.FromSeconds(seconds)
            select (Text: $"{minute} {hour} {day} {month} {weekday}", change.Zone, After: after, Before: after + TimeSpan.FromMinutes(minutes));

        // Act
        var property = Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var schedule = Parse(one.Text, one.Zone);
            var walked = Walk(schedule, one.After, one.Before);
            return schedule.CountBetween(one.After, one.Before) == walked.Count
                && schedule.LastBetween(one.After, one.Before, 1) == walked.LastOrDefault()
                && schedule.LastBetween(one.After, one.Before, 3) == walked.SkipLast(2).LastOrDefault();
        });

        // Assert
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), property);
    }

    [TestMethod]
    public void CountBetween_TheWholeCalendar_IsAllItsMinutes() =>
        Assert.AreEqual(
            DateTime.MaxValue.Ticks / TimeSpan.TicksPerMinute,
            Parse("* * * * *", TimeZoneInfo.Utc).CountBetween(DateTimeOffset.MinValue, DateTimeOffset.MaxValue));

    private static List<DateTimeOffset?> Walk(Schedule schedule, DateTimeOffset after, DateTimeOffset before)
    {
        var due = new List<DateTimeOffset?>();
        for (var next = schedule.NextAfter(after); next < before; next = schedule.NextAfter(next.Value))
            due.Add(next);
        return due;
    }

    private static Schedule Parse(string text, TimeZoneInfo zone) => ScheduleText.Parse(text, zone).Schedule!;

    private static string Series(string text, TimeZoneInfo zone, string after, int count, string format)
    {
        var schedule = Parse(text, zone);
        return string.Join(' ', Enumerable.Range(0, count)
            .Aggregate(new List<DateTimeOffset>(), (due, _) => [.. due, schedule.NextAfter(due.Count == 0 ? Instants.Of(after) : due[^1])!.Value])
            .Select(due => TimeZoneInfo.ConvertTime(due, zone).ToString(format, System.Globalization.CultureInfo.InvariantCulture)));
    }
}
