using System.Net;
using System.Text;
using JobQueue.Api.Feeds;
using JobQueue.Jobs;
using JobQueue.Scheduler;

namespace JobQueue.Api.Tests.Feeds;

[TestClass]
public sealed class CalendarTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 28, 12, 30, 0, TimeSpan.Zero);

    // RFC 5545, 3.1: text that is folded at 75 octets, without breaking a character.
    private const string Hostile = "a;b,c\\d\ne\r\u0001\u0085 BEGIN:VEVENT \U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600\U0001F600 äöüäöüäöüäöüäöüäöüäöüäöü";

    [TestMethod]
    // schedule, days, starts of the events
    [DataRow("0 0 1 4 *", 14, "20260401T000000Z")]
    [DataRow("0 0 1 4 *", 3, "")]
    [DataRow("30 12 28,29 * *", 2, "20260329T123000Z")]
    [DataRow("0 6,18 * * *", 1, "20260328T180000Z 20260329T060000Z 20260329T180000Z")]
    [DataRow("0 */6 * * *", 1, "20260328T180000Z 20260329T000000Z 20260329T060000Z 20260329T120000Z 20260329T180000Z")]
    [DataRow("* * * * *", 1, "20260328 20260329")]
    [DataRow("@every 1s", 1, "20260328 20260329")]
    [DataRow("* 9 * * mon", 2, "20260330")]
    [DataRow("@reboot", 60, "")]
    public void Of_ARecurringJob_HasItsRunsOrItsDays(string schedule, int days, string expected)
    {
        var events = CalendarEvents.Of([Live(schedule)], [], CalendarSpan.Of(Now, days), most: 10).ToList();

        var starts = events.Select(one => one.Start.ToString(one.IsOfTheDay ? "yyyyMMdd" : "yyyyMMdd'T'HHmmss'Z'", null));
        Assert.AreEqual(expected, string.Join(' ', starts));
        Assert.AreEqual(events.Count, events.Select(one => one.Uid).Distinct().Count());
    }

    [TestMethod]
    public void Of_AJobOfEveryMinute_CountsTheRunsOfADay()
    {
        var first = CalendarEvents.Of([Live("* * * * *")], [], CalendarSpan.Of(Now, 1), most: 10).First();

        Assert.AreEqual("job: 1440 runs", first.Summary);
        Assert.EndsWith("1440 runs on this day of UTC, the first at 00:00:00", first.Description);
    }

    [TestMethod]
    public void Of_AtAnotherTimeOfTheDay_TellsTheSameByTheSameNames()
    {
        var job = Live("0 6,18 * * *");

        var morning = Print(job, Now.Date.AddHours(5));
        var noon = Print(job, Now.Date.AddHours(12));

        Assert.IsEmpty(noon.Except(morning));
        Assert.HasCount(morning.Count - 1, noon);
    }

    [TestMethod]
    public void Of_MoreJobsThanAreShown_SaysSo()
    {
        var jobs = Enumerable.Range(0, 3).Select(_ => Live("0 0 1 4 *"));

        var events = CalendarEvents.Of(jobs, [], CalendarSpan.Of(Now, 14), most: 2).ToList();

        Assert.HasCount(3, events);
        Assert.AreEqual("More jobs are due than are shown", events[^1].Summary);
    }

    [TestMethod]
    public void Of_APausedJob_HasNone() =>
        Assert.IsEmpty(CalendarEvents.Of([Live("0 6 * * *", JobState.Paused)], [], CalendarSpan.Of(Now, 14), most: 10));

    [TestMethod]
    public void Print_HostileTexts_AreOneEventOfShortLines()
    {
        var bytes = Calendar.Print([new CalendarEvent("uid", Now, false, Now, Hostile, Hostile)]);

        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        var folded = text.Split("\r\n");
        Assert.IsTrue(folded.All(line => Encoding.UTF8.GetByteCount(line) <= 75));
        Assert.AreEqual(-1, text.Replace("\r\n", "", StringComparison.Ordinal).IndexOfAny(['\r', '\n', '\u0001', '\u0085']));
        var lines = text.Replace("\r\n ", "", StringComparison.Ordinal).Split("\r\n");
        Assert.HasCount(1, lines.Where(line => line == "BEGIN:VEVENT"));
        var expected = Hostile.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal).Replace("\u0001", "", StringComparison.Ordinal)
            .Replace("\u0085", "", StringComparison.Ordinal);
        CollectionAssert.Contains(lines, $"SUMMARY:{expected}");
        CollectionAssert.IsSubsetOf(new[] { "BEGIN:VCALENDAR", "VERSION:2.0", "DTSTAMP:20260328T123000Z", "DTSTART:20260328T123000Z", "END:VCALENDAR" }, lines);
    }

    [TestMethod]
    // query, whether the recurring job, and the one-time job, are there
    [DataRow("", true, true)]
    [DataRow("?job=nightly", true, false)]
    [DataRow("?job=later", false, true)]
    [DataRow("?days=60", true, true)]
    [DataRow("?days=1", true, false)]
    public async Task Calendar_OfAnApp_HasWhatComes(string query, bool nightly, bool later)
    {
        await using var app = await LibraryApp.StartAsync("0 3 * * * - /fine --name nightly\n", app => app.MapJobQueue());
        await app.PostJobAsync(new { at = "now + 5 days", name = "later", request = new { uri = "/fine" } });

        using var answer = await app.Client.GetAsync($"/jobqueue/api/calendar.ics{query}");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.AreEqual("text/calendar; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.AreEqual((nightly, later), (text.Contains("SUMMARY:nightly\r\n", StringComparison.Ordinal), text.Contains("SUMMARY:later\r\n", StringComparison.Ordinal)));
    }

    [TestMethod]
    [DataRow("?days=0", 400)]
    [DataRow("?days=61", 400)]
    [DataRow("?days=-1", 400)]
    [DataRow("?days=two", 400)]
    [DataRow("?job=nobody", 404)]
    public async Task Calendar_BadQuery_IsRefused(string query, int expected)
    {
        await using var app = await LibraryApp.StartAsync("", app => app.MapJobQueue());

        using var answer = await app.Client.GetAsync($"/jobqueue/api/calendar.ics{query}");

        Assert.AreEqual((HttpStatusCode)expected, answer.StatusCode);
    }

    private static List<CalendarEvent> Print(LiveJob job, DateTime now) =>
        [.. CalendarEvents.Of([job], [], CalendarSpan.Of(new DateTimeOffset(now, TimeSpan.Zero), 2), most: 10)];

    private static LiveJob Live(string schedule, JobState state = JobState.Active) => LiveJob.From(
        new RecurringJob
        {
            Id = RunId.New(Now),
            Identity = "job",
            State = state,
            Schedule = schedule,
            TimeZone = "UTC",
            Anchor = Now.AddDays(-7),
            Source = "jobs.crontab",
            Fingerprint = "1",
            Request = new JobRequest { Uri = "/work" },
            Policy = new JobPolicy { Name = "job" },
            Created = Now.AddDays(-7),
        },
        Now.AddDays(-7))!;
}
