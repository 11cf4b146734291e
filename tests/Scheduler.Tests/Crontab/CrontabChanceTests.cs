using JobQueue.Jobs;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests.Crontab;

/// <summary>What lines leave to chance: <c>~</c> and jitter.</summary>
[TestClass]
public sealed class CrontabChanceTests
{
    [TestMethod]
    // Option or setting, jitter in minutes
    [DataRow("@daily - /a --jitter 90m", 90)]
    [DataRow("RANDOM_DELAY=45\n@daily - /a", 45)]
    [DataRow("RANDOM_DELAY=1440\n@daily - /a", 1440)]
    [DataRow("RANDOM_DELAY=45\n@daily - /a --jitter 0", 0)]
    public void Parse_Jitter_IsInThePolicyAndTheSchedule(string text, int minutes)
    {
        var line = Parse(text).Lines.Single();

        Assert.AreEqual(TimeSpan.FromMinutes(minutes), line.Policy.Jitter);
        Assert.AreEqual(minutes > 0, line.Schedule is DelayedSchedule);
    }

    [TestMethod]
    // a chance is the job's: the same whatever else stands in the file, and when the ledger gives it back
    [DataRow("~ ~ * * * - /a --jitter 1h")]
    [DataRow("~ ~ * * * - /a --jitter 1h --name nightly")]
    [DataRow("@every 1h - /a --jitter 1h --name nightly")]
    public void Parse_Chance_IsSettledByTheIdentity(string text)
    {
        var (alone, below) = (Parse(text).Lines.Single(), Parse($"# x\n~ ~ * * * - /b\n  {text}").Lines[1]);
        var job = new RecurringJob
        {
            Id = "1",
            Identity = alone.Identity,
            Schedule = alone.ScheduleText,
            TimeZone = alone.TimeZone.Id,
            Anchor = DateTimeOffset.UnixEpoch,
            Source = "jobs.crontab",
            Fingerprint = "1",
            Request = alone.Request,
            Policy = alone.Policy,
            Created = DateTimeOffset.UnixEpoch,
        };

        var next = alone.Schedule.NextAfter(DateTimeOffset.UnixEpoch);

        Assert.AreEqual(next, below.Schedule.NextAfter(DateTimeOffset.UnixEpoch));
        Assert.AreEqual(next, LiveJob.From(job, DateTimeOffset.UnixEpoch)!.Schedule.NextAfter(DateTimeOffset.UnixEpoch));
    }

    [TestMethod]
    public void Parse_EqualLinesWithChance_AreDrawnApart()
    {
        var lines = Parse("~ ~ * * * - /a\n~ ~ * * * - /a").Lines;

        Assert.AreNotEqual(lines[0].Schedule.NextAfter(DateTimeOffset.UnixEpoch), lines[1].Schedule.NextAfter(DateTimeOffset.UnixEpoch));
        Assert.AreEqual(lines[0].ScheduleText, lines[1].ScheduleText);
    }

    private static ParsedCrontab Parse(string text) => CrontabParser.Parse(
        [new("jobs.crontab", text)], new() { DefaultZone = TimeZoneInfo.Utc, ReadData = (_, _) => new DataFile(default) });
}
