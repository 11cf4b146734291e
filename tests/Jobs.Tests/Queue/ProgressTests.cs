using JobQueue.Jobs.Events;
using JobQueue.Jobs.Sending;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Queue;

[TestClass]
public sealed class ProgressTests
{
    [TestMethod]
    public async Task Report_WhileRunning_IsInTheFeedAndInTheLedgerAndLive()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync(new JobPolicy { Name = "nightly" });
        var exchange = await fixture.Sender.NextAsync();

        exchange.Attempt.Progress!.Report(40, "zipping");
        exchange.Attempt.Progress.Report(50, "zipping");
        var written = await fixture.WrittenAsync(run);

        var reported = new RunProgress(40, "zipping", LedgerFixture.Now);
        Assert.AreEqual(
            new ProgressReported(run.Id, 1, run.Id, "nightly", reported),
            fixture.Store.Ledger.Feed.Read(place: 0, most: 10).Events.Single());
        Assert.AreEqual(reported, written.Progress);
        Assert.AreEqual(50, fixture.Dispatcher.Live(written).Progress!.Percent);
    }

    [TestMethod]
    public async Task Report_LastOfSeveral_IsInTheLedgerASecondLater()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync();
        var exchange = await fixture.Sender.NextAsync();

        exchange.Attempt.Progress!.Report(40, "zipping");
        exchange.Attempt.Progress.Report(50, "sending");
        fixture.Time.Advance(AttemptProgress.BetweenWrites);
        var written = await fixture.WrittenAsync(run);

        Assert.AreEqual(new RunProgress(50, "sending", LedgerFixture.Now), written.Progress);
    }

    [TestMethod]
    public async Task Report_BeforeTheEnd_IsWrittenWithIt()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        await fixture.Store.Ledger.WatchAsync();
        var run = await fixture.EnterAsync();
        var exchange = await fixture.Sender.NextAsync();

        exchange.Attempt.Progress!.Report(40, "zipping");
        exchange.Attempt.Progress.Report(90, "sending");
        exchange.Answer(200);
        await fixture.DrainAsync();

        var ended = await fixture.Store.FindAsync(run.Id);
        Assert.AreEqual(new RunProgress(90, "sending", LedgerFixture.Now), ended!.Progress);
        CollectionAssert.AreEqual(
            new[] { "running", "40", "succeeded 90" },
            fixture.Store.Ledger.Feed.Read(place: 0, most: 10).Events.Select(Text).ToArray(),
            "a write of progress is not a change of the run");
    }

    [TestMethod]
    public async Task Report_AfterTheEnd_ChangesNothing()
    {
        await using var fixture = new QueueFixture();
        await fixture.Queue.StartAsync();
        var run = await fixture.EnterAsync();
        var exchange = await fixture.Sender.NextAsync();
        var token = exchange.Attempt.Progress!.Token;
        var whileRunning = fixture.Dispatcher.ProgressFor(run.Id, token);

        exchange.Answer(200);
        await fixture.DrainAsync();
        exchange.Attempt.Progress.Report(99, "too late");

        Assert.AreSame(exchange.Attempt.Progress, whileRunning);
        Assert.IsNull(fixture.Dispatcher.ProgressFor(run.Id, token));
        Assert.IsNull((await fixture.WrittenAsync(run)).Progress);
    }

    [TestMethod]
    public async Task Report_OfTheAttemptBefore_IsGoneAfterASilentOne()
    {
        await using var fixture = new LedgerFixture();
        var run = fixture.NewRun();
        await fixture.AddAsync(run);

        var first = (await fixture.ClaimAsync())[0];
        var progress = new RunProgress(40, null, LedgerFixture.Now);
        await fixture.FinishAsync(first, LedgerFixture.Finish(RunState.Pending, 503) with { Progress = progress });
        var waiting = await fixture.FindAsync(run.Id);
        var second = (await fixture.ClaimAsync())[0];
        await fixture.FinishAsync(second, LedgerFixture.Finish(RunState.Succeeded, 200));

        Assert.AreEqual(40, waiting!.Progress!.Percent);
        Assert.IsNull((await fixture.FindAsync(run.Id))!.Progress);
    }

    [TestMethod]
    // Attempt that reports, whether it is noted: the second is running
    [DataRow(1, false)]
    [DataRow(2, true)]
    public async Task Note_OnlyTheRunningAttempt_IsNoted(int attempt, bool isNoted)
    {
        await using var fixture = new LedgerFixture();
        await fixture.AddAsync(fixture.NewRun());
        var first = (await fixture.ClaimAsync())[0];
        await fixture.FinishAsync(first, LedgerFixture.Finish(RunState.Pending, 503));
        var second = (await fixture.ClaimAsync())[0];

        var wasNoted = await fixture.Ledger.WriteAsync(connection =>
            ProgressRows.Note(connection, second with { Attempt = attempt }, new RunProgress(7, null, LedgerFixture.Now)));

        Assert.AreEqual(isNoted, wasNoted);
    }

    private static string Text(FeedEvent what) => what switch
    {
        RunChanged changed => $"{Word.Of(changed.Run.State)} {changed.Run.Progress?.Percent}".TrimEnd(),
        ProgressReported reported => $"{reported.Progress.Percent}",
        _ => $"{what.Kind}",
    };
}
