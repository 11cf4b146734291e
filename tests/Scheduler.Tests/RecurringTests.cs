using JobQueue.Jobs;
using JobQueue.Jobs.Queue;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Scheduler.Clock;
using JobQueue.Scheduler.Crontab;
using JobQueue.Scheduler.Loading;
using Microsoft.Extensions.Logging.Abstractions;

namespace JobQueue.Scheduler.Tests;

[TestClass]
public sealed class RecurringTests
{
    [TestMethod]
    public async Task DueAsync_JobThatALoadBringsBackMeanwhile_LeavesTheNewOne()
    {
        // Arrange: a job that its status has removed, and whose line has changed
        var now = TimeProvider.System.GetUtcNow();
        using var folder = new TempFolder();
        await using var ledger = Ledger.Open(folder.File("jobqueue.db"), NullLogger.Instance);
        await using var clock = new QuartzClock(TimeProvider.System, NullLogger<QuartzClock>.Instance);
        await clock.PrepareAsync(CancellationToken.None);
        using var sender = new HttpSender(() => [], TimeProvider.System);
        var dispatcher = new Dispatcher(ledger, sender, TimeProvider.System, new Random(1), NullLogger<Dispatcher>.Instance);
        var queue = new RunQueue(ledger, dispatcher, TimeProvider.System, new QueueLimits(1), NullLogger<RunQueue>.Instance);
        using var recurring = new Recurring(ledger, queue, clock, TimeProvider.System, new SchedulerOptions());
        var old = Between([], "@every 1h - /a --name a", now.AddHours(-3)).Changes.Single();
        var removed = old.Job with { State = JobState.Removed };
        await ledger.WriteAsync(connection =>
        {
            JobRows.Put(connection, removed);
            return true;
        });
        await recurring.SetAsync(new LiveJob(old.Job, old.Schedule, now.AddHours(-1)), CancellationToken.None);
        var written = new TaskCompletionSource();

        // Act
        var loading = recurring.SetAsync(Between([removed], "@every 2h - /a --name a", now), now, written.Task, CancellationToken.None);
        var due = recurring.DueAsync(old.Job.Id, now);
        written.SetResult();
        await Task.WhenAll(loading, due);

        // Assert
        Assert.AreEqual("@every 2h", recurring.Find(old.Job.Id)?.Schedule.Text);
    }

    [TestMethod]
    public async Task DueAsync_FiringsThatOverlap_AccountForEveryOccurrence()
    {
        // Arrange: a paused job, each of whose occurrences is added to one row
        const int occurrences = 60_000;
        var now = TimeProvider.System.GetUtcNow();
        using var folder = new TempFolder();
        await using var ledger = Ledger.Open(folder.File("jobqueue.db"), NullLogger.Instance);
        await using var clock = new QuartzClock(TimeProvider.System, NullLogger<QuartzClock>.Instance);
        using var sender = new HttpSender(() => [], TimeProvider.System);
        var dispatcher = new Dispatcher(ledger, sender, TimeProvider.System, new Random(1), NullLogger<Dispatcher>.Instance);
        var queue = new RunQueue(ledger, dispatcher, TimeProvider.System, new QueueLimits(1), NullLogger<RunQueue>.Instance);
        using var recurring = new Recurring(ledger, queue, clock, TimeProvider.System, new SchedulerOptions { MissedAfter = TimeSpan.FromDays(1) });
        var added = Between([], "@every 1s - /a --name a", now).Changes.Single();
        var job = added.Job with { State = JobState.Paused };
        await ledger.WriteAsync(connection =>
        {
            JobRows.Put(connection, job);
            return true;
        });
        await clock.PrepareAsync(CancellationToken.None);
        await recurring.SetAsync(new LiveJob(job, added.Schedule.AnchoredAt(now), now), CancellationToken.None);

        // Act
        await Parallel.ForEachAsync(
            Enumerable.Range(1, occurrences), new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (number, _) => await recurring.DueAsync(job.Id, now.AddSeconds(number)));

        // Assert
        Assert.AreEqual(occurrences, (long)(await ledger.ReadAsync(connection => connection.Scalar("SELECT sum(count) FROM runs")))!);
    }

    private static CrontabDiff Between(RecurringJob[] known, string line, DateTimeOffset now)
    {
        var parsed = CrontabParser.Parse(
            [new CrontabSource("jobs.crontab", line)],
            new CrontabContext { DefaultZone = TimeZoneInfo.Utc, ReadData = (_, _) => new DataFile(default) });
        return CrontabDiff.Between(known.ToDictionary(job => job.Identity), parsed.Lines, now, present: job => job);
    }
}
