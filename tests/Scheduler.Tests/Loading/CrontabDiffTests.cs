using JobQueue.Jobs;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Loading;

namespace JobQueue.Scheduler.Tests.Loading;

[TestClass]
public sealed class CrontabDiffTests
{
    private const string Hourly = "0 * * * * - /a --name a";
    private static readonly DateTimeOffset First = Instants.Of("2026-03-01T12:00:00Z");
    private static readonly DateTimeOffset Later = Instants.Of("2026-03-02T12:00:00Z");

    [TestMethod]
    // Line before, line after, event, anchored anew
    [DataRow(Hourly, "30 * * * * - /a --name a", "changed", true)]
    [DataRow(Hourly, "0 * * * * - /a --name a --tz Asia/Tokyo", "changed", true)]
    [DataRow(Hourly, "0 * * * * - /b --name a", "changed", false)]
    [DataRow(Hourly, "0 * * * * - /a --name a --retry 1", "changed", false)]
    [DataRow(Hourly, "0 * * * * - /a --name a --jitter 5m", "changed", true)]
    public void Between_LineEdited_ChangesThatJobOnly(string before, string after, string kind, bool isRetimed)
    {
        var known = JobsOf(before);

        var diff = Between(known, after);

        var change = diff.Changes.Single();
        Assert.AreEqual((kind, isRetimed), (change.Kind, change.IsRetimed));
        Assert.AreEqual((known[0].Id, isRetimed ? Later : First), (change.Job.Id, change.Job.Anchor));
        Assert.IsEmpty(diff.Gone);
    }

    [TestMethod]
    public void Between_LineMoved_IsAtAnotherPlaceAndNothingElse()
    {
        var known = JobsOf(Hourly);

        var diff = Between(known, "# first\n" + Hourly);

        Assert.AreEqual(known[0] with { Line = 2 }, diff.Moved.Single());
        Assert.IsEmpty(diff.Changes);
        Assert.IsEmpty(diff.Gone);
    }

    [TestMethod]
    public void Between_SameText_ChangesNothing()
    {
        var diff = Between(JobsOf(Hourly), Hourly);

        Assert.IsEmpty(diff.Changes);
        Assert.IsEmpty(diff.Moved);
        Assert.IsEmpty(diff.Gone);
    }

    [TestMethod]
    public void Between_LineGone_TheJobGoes()
    {
        var known = JobsOf(Hourly);

        var diff = Between(known, "");

        Assert.AreEqual(known[0].Id, diff.Gone.Single().Id);
    }

    [TestMethod]
    // Line after, listed before, lives again
    [DataRow(Hourly, true, false)]
    [DataRow(Hourly, false, true)]
    [DataRow("0 * * * * - /a --name a --retry 1", true, true)]
    [DataRow("RETRY=1\n" + Hourly, true, false)]
    [DataRow("TZ=Asia/Tokyo\n" + Hourly, true, false)]
    [DataRow("RETRY=1\n" + Hourly, false, true)]
    public void Between_RemovedJob_LivesAgainWhenItsLineIsNewOrBack(string after, bool wasListed, bool lives)
    {
        var known = JobsOf(Hourly).Select(job => job with { State = JobState.Removed, IsListed = wasListed }).ToList();

        var diff = Between(known, after);

        Assert.AreEqual(lives, diff.Changes.Any(change => change is { Kind: "added", Job.State: JobState.Active, IsRetimed: true }));
        Assert.AreEqual(lives, diff.Changes.Any(change => change.Job.State == JobState.Active));
    }

    [TestMethod]
    public void Between_PausedJobWithEditedLine_StaysPaused()
    {
        var known = JobsOf(Hourly).Select(job => job with { State = JobState.Paused }).ToList();

        var diff = Between(known, "5 * * * * - /a --name a");

        Assert.AreEqual(JobState.Paused, diff.Changes.Single().Job.State);
    }

    private static List<RecurringJob> JobsOf(string text) => [.. Between([], text, First).Changes.Select(change => change.Job)];

    private static CrontabDiff Between(IReadOnlyCollection<RecurringJob> known, string text, DateTimeOffset? now = null) =>
        CrontabDiff.Between(known.ToDictionary(job => job.Identity), LinesOf(text), now ?? Later, present: job => job);

    private static IReadOnlyCollection<CrontabLine> LinesOf(string text) => CrontabParser.Parse(
        [new CrontabSource("jobs.crontab", text)],
        new CrontabContext { DefaultZone = TimeZoneInfo.Utc, ReadData = (_, _) => new DataFile(default) }).Lines;
}
