using JobQueue.Jobs;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests;

[TestClass]
public sealed class LiveJobTests
{
    private static readonly DateTimeOffset Start = Instants.Of("2026-03-01T12:00:00Z");

    [TestMethod]
    // Taken up to (s after the start), late from (s), missed, due
    [DataRow(0, 0, "", "")]
    [DataRow(10, 0, "", "10")]
    [DataRow(35, 0, "", "10 20 30")]
    [DataRow(35, 15, "10-10 1", "20 30")]
    [DataRow(35, 20, "10-10 1", "20 30")]
    [DataRow(95, 90, "10-80 8", "90")]
    [DataRow(35, 99, "10-30 3", "")]
    public void Take_UpToAnInstant_IsEveryDueOnceInOrder(int upTo, int lateFrom, string missed, string due)
    {
        var job = JobEvery(TimeSpan.FromSeconds(10));
        var (missedSeen, dueSeen) = (new List<string>(), new List<string>());

        job.Take(
            Start.AddSeconds(upTo), Start.AddSeconds(lateFrom),
            (first, until, count) => missedSeen.Add($"{(first - Start).TotalSeconds}-{(until - Start).TotalSeconds} {count}"),
            at => dueSeen.Add($"{(at - Start).TotalSeconds}"));

        Assert.AreEqual(missed, string.Join(' ', missedSeen));
        Assert.AreEqual(due, string.Join(' ', dueSeen));
    }

    [TestMethod]
    public void Take_AnEarlierDueThatFiredLater_IsNotTakenTwice()
    {
        var job = JobEvery(TimeSpan.FromSeconds(10));
        var due = new List<DateTimeOffset>();

        job.Take(Start.AddSeconds(20), Start, (_, _, _) => Assert.Fail("nothing was missed"), due.Add);
        job.Take(Start.AddSeconds(10), Start, (_, _, _) => Assert.Fail("nothing was missed"), due.Add);

        CollectionAssert.AreEqual(new[] { Start.AddSeconds(10), Start.AddSeconds(20) }, due);
    }

    [TestMethod]
    public void Take_AfterOneWasPutBack_TakesItAndThoseAfterItInOrder()
    {
        var job = JobEvery(TimeSpan.FromSeconds(10));
        var due = new List<DateTimeOffset>();
        job.Take(Start.AddSeconds(30), Start, (_, _, _) => Assert.Fail("nothing was missed"), _ => { });

        job.PutBack(Start.AddSeconds(20));
        job.Take(Start.AddSeconds(40), Start, (_, _, _) => Assert.Fail("nothing was missed"), due.Add);

        CollectionAssert.AreEqual(new[] { Start.AddSeconds(20), Start.AddSeconds(30), Start.AddSeconds(40) }, due);
    }

    private static LiveJob JobEvery(TimeSpan period)
    {
        var schedule = new EverySchedule(period, Start);
        var job = new RecurringJob
        {
            Id = "job",
            Identity = "job",
            Schedule = schedule.Text,
            TimeZone = "UTC",
            Anchor = Start,
            Source = "api",
            Fingerprint = "job",
            Request = new JobRequest { Uri = "/" },
            Created = Start,
        };
        return new LiveJob(job, schedule, after: Start);
    }
}
