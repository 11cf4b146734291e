using JobQueue.Jobs;
using JobQueue.Scheduler.Times;

namespace JobQueue.Scheduler.Tests;

[TestClass]
public sealed class LiveJobTests
{
    private static readonly DateTimeOffset Start = Instants.Of("2026-03-01T12:00:00Z");

    [TestMethod]
    // Catch-up, taken up to (s after the start), late from (s), missed, run
    [DataRow(CatchUp.None, 0, 0, "", "")]
    [DataRow(CatchUp.None, 10, 0, "", "10")]
    [DataRow(CatchUp.None, 35, 0, "", "10 20 30")]
    [DataRow(CatchUp.None, 35, 15, "10-10 1", "20 30")]
    [DataRow(CatchUp.None, 35, 20, "10-10 1", "20 30")]
    [DataRow(CatchUp.None, 95, 90, "10-80 8", "90")]
    [DataRow(CatchUp.None, 35, 99, "10-30 3", "")]
    [DataRow(CatchUp.Once, 35, 99, "10-20 2", "30")]
    [DataRow(CatchUp.Once, 35, 15, "", "10 20 30")]
    [DataRow(CatchUp.Once, 95, 90, "10-70 7", "80 90")]
    [DataRow(CatchUp.Once, 5, 99, "", "")]
    [DataRow(CatchUp.All, 35, 99, "", "10 20 30")]
    [DataRow(CatchUp.All, 95, 90, "10-50 5", "60 70 80 90")]
    public void Take_UpToAnInstant_IsEveryDueOnceInOrder(CatchUp catchUp, int upTo, int lateFrom, string missed, string runs)
    {
        var job = JobEvery(TimeSpan.FromSeconds(10), catchUp);

        var dues = job.Take(Start.AddSeconds(upTo), Start.AddSeconds(lateFrom), catchUpLimit: 3);

        Assert.AreEqual(missed, dues.Missed is { } stretch ? $"{Seconds(stretch.First)}-{Seconds(stretch.Until)} {stretch.Count}" : "");
        Assert.AreEqual(runs, string.Join(' ', dues.Runs.Select(Seconds)));
    }

    [TestMethod]
    public void Next_BeforeAndAfterTakingAndPuttingBack_IsTheFirstNotTaken()
    {
        var job = JobEvery(TimeSpan.FromSeconds(10), CatchUp.None);

        var before = job.Next;
        job.Take(Start.AddSeconds(35), Start, catchUpLimit: 3);
        var taken = job.Next;
        job.PutBack(Start.AddSeconds(20));
        var putBack = job.Next;

        Assert.AreEqual((Start.AddSeconds(10), Start.AddSeconds(40), Start.AddSeconds(20)), (before, taken, putBack));
    }

    [TestMethod]
    public void Take_AYearOfMinutes_IsOneStretch()
    {
        var job = JobEvery(TimeSpan.FromMinutes(1), CatchUp.None);

        var dues = job.Take(Start.AddDays(365), Start.AddDays(365).AddMinutes(-5), catchUpLimit: 3);

        Assert.AreEqual(new Missed(Start.AddMinutes(1), Start.AddDays(365).AddMinutes(-6), 365 * 24 * 60 - 6), dues.Missed);
        Assert.HasCount(6, dues.Runs);
    }

    [TestMethod]
    // Catch-up, taken up to (s after the start), whether each waits for the one before
    [DataRow(CatchUp.All, 10, false)]
    [DataRow(CatchUp.All, 20, true)]
    [DataRow(CatchUp.Once, 20, false)]
    public void Take_SeveralWithCatchUpAll_WaitForEachOther(CatchUp catchUp, int upTo, bool areCaughtUp)
    {
        var job = JobEvery(TimeSpan.FromSeconds(10), catchUp);

        Assert.AreEqual(areCaughtUp, job.Take(Start.AddSeconds(upTo), Start, catchUpLimit: 100).AreCaughtUp);
    }

    [TestMethod]
    public void Take_AnEarlierDueThatFiredLater_IsNotTakenTwice()
    {
        var job = JobEvery(TimeSpan.FromSeconds(10));

        var first = job.Take(Start.AddSeconds(20), Start, catchUpLimit: 0);
        var second = job.Take(Start.AddSeconds(10), Start, catchUpLimit: 0);

        CollectionAssert.AreEqual(new[] { Start.AddSeconds(10), Start.AddSeconds(20) }, first.Runs.ToList());
        Assert.AreEqual((null, 0), (second.Missed, second.Runs.Count));
    }

    [TestMethod]
    public void Take_AfterOneWasPutBack_TakesItAndThoseAfterItInOrder()
    {
        var job = JobEvery(TimeSpan.FromSeconds(10));
        job.Take(Start.AddSeconds(30), Start, catchUpLimit: 0);

        job.PutBack(Start.AddSeconds(20));
        var dues = job.Take(Start.AddSeconds(40), Start, catchUpLimit: 0);

        CollectionAssert.AreEqual(new[] { Start.AddSeconds(20), Start.AddSeconds(30), Start.AddSeconds(40) }, dues.Runs.ToList());
    }

    [TestMethod]
    // Up to which due the ledger accounts for others (s after the start), what is left of 10 to 80
    [DataRow(null, "10-80 8")]
    [DataRow(0, "10-80 8")]
    [DataRow(10, "20-80 7")]
    [DataRow(45, "50-80 4")]
    [DataRow(80, "")]
    [DataRow(90, "")]
    public void After_WhatAnotherNodeWrote_IsTheRest(int? last, string expected)
    {
        var job = JobEvery(TimeSpan.FromSeconds(10));
        var missed = new Missed(Start.AddSeconds(10), Start.AddSeconds(80), 8);

        var rest = missed.After(last is { } due ? Start.AddSeconds(due) : null, job.Schedule);

        Assert.AreEqual(expected, rest is null ? "" : $"{Seconds(rest.First)}-{Seconds(rest.Until)} {rest.Count}");
    }

    private static double Seconds(DateTimeOffset due) => (due - Start).TotalSeconds;

    private static LiveJob JobEvery(TimeSpan period, CatchUp catchUp = CatchUp.None)
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
            Policy = JobPolicy.Default with { CatchUp = catchUp },
            Created = Start,
        };
        return new LiveJob(job, schedule, after: Start);
    }
}
