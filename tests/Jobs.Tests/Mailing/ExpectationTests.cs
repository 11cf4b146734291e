using System.Globalization;
using System.Text;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Mailing;

[TestClass]
public sealed class ExpectationTests
{
    private static readonly DateTimeOffset Now = LedgerFixture.Now;

    private static readonly JobPolicy Watched = JobPolicy.Default with
    {
        Name = "backup",
        MailTo = "ops@example.com",
        OnFailure = new("POST", "/alerts"),
        ExpectEvery = TimeSpan.FromHours(1),
    };

    [TestMethod]
    // Hours from now, "" for none: it lives since, the last success, told to be overdue; its deadline, and whether it is told
    [DataRow(-5, null, null, -4, false)]
    [DataRow(-5, -2, null, -1, false)]
    [DataRow(-1, -2, null, 0, false)]
    [DataRow(-5, null, -4, -4, true)]
    [DataRow(-5, -3, -2, -2, true)]
    [DataRow(-5, -1, -2, 0, false)]
    public void Deadline_IsAnHourAfterTheLater(int since, int? success, int? told, int deadline, bool isTold)
    {
        var expectation = new Expectation(TimeSpan.FromHours(1), At(since)!.Value, At(success), At(told));

        Assert.AreEqual((At(deadline), isTold), (expectation.Deadline, expectation.IsTold));
    }

    [TestMethod]
    public async Task Tell_JobThatNeverSucceeded_IsToldOnce()
    {
        await using var store = NewStore();
        var job = await store.AddJobAsync(Watched);

        var early = await TellAsync(store, job, Now.AddMinutes(59));
        await TellAsync(store, job, Now.AddMinutes(60));
        await TellAsync(store, job, Now.AddMinutes(90));
        await store.ReopenAsync();
        await TellAsync(store, job, Now.AddMinutes(120));

        Assert.AreEqual(Now.AddHours(1), early);
        Assert.AreEqual("alert: [jobqueue] backup is overdue: no success for 1h", string.Join('|', await MailsAsync(store)));
        Assert.AreEqual("overdue: no success for 1h, and none before", string.Join('|', await EventsAsync(store)));
        Assert.AreEqual("""{"event":"overdue"|"state":"overdue"|"due":"2026-03-01T13:00:00Z"|"lastSuccess":null}""", string.Join('|', await AlertsAsync(store)));
    }

    [TestMethod]
    public async Task OfEnd_SuccessOfAnOverdueJob_IsToldAndBeginsAnew()
    {
        await using var store = NewStore();
        var job = await store.AddJobAsync(Watched);
        await TellAsync(store, job, Now.AddHours(1));

        await SucceedAsync(store, job, Now.AddHours(2));
        var next = await TellAsync(store, job, Now.AddHours(2));

        Assert.AreEqual(Now.AddHours(3), next);
        Assert.AreEqual(
            "alert: [jobqueue] backup is overdue: no success for 1h|recovery: [jobqueue] backup is well again after it was overdue",
            string.Join('|', (await MailsAsync(store)).Select(mail => mail.Split(" (run ")[0])));
        Assert.AreEqual(2, (await AlertsAsync(store)).Count(field => field.Contains("\"event\"")));
        StringAssert.EndsWith(string.Join('|', await EventsAsync(store)), "well again: it was overdue");
    }

    [TestMethod]
    public async Task Tell_JobThatSucceeds_IsNot()
    {
        await using var store = NewStore();
        var job = await store.AddJobAsync(Watched);
        await SucceedAsync(store, job, Now.AddMinutes(50));

        var next = await TellAsync(store, job, Now.AddMinutes(61));

        Assert.AreEqual(Now.AddMinutes(110), next);
        Assert.AreEqual(0, (await MailsAsync(store)).Count);
    }

    [TestMethod]
    public async Task Tell_SuccessBeforeItWasWatched_Counts()
    {
        await using var store = NewStore();
        var job = await store.AddJobAsync(Watched);
        await SucceedAsync(store, job with { Policy = JobPolicy.Default }, Now.AddMinutes(50));

        Assert.AreEqual(Now.AddMinutes(110), await TellAsync(store, job, Now.AddMinutes(61)));
    }

    [TestMethod]
    public async Task Tell_JobThatIsPaused_IsNotWatchedAndBeginsAnewWhenResumed()
    {
        await using var store = NewStore();
        var job = await store.AddJobAsync(Watched);
        await store.Ledger.WriteAsync(connection => JobWrites.Pause(connection, job.Id, null, null, Now));

        var paused = await TellAsync(store, job, Now.AddHours(2));
        await store.Ledger.WriteAsync(connection => JobWrites.Resume(connection, job.Id, null, null, Now.AddHours(3)));
        var resumed = await TellAsync(store, job, Now.AddHours(3));

        Assert.AreEqual((null, Now.AddHours(4)), (paused, resumed));
        Assert.AreEqual(0, (await MailsAsync(store)).Count);
    }

    [TestMethod]
    public async Task Tell_MailOnNever_EntersNoMail()
    {
        await using var store = NewStore();
        var job = await store.AddJobAsync(Watched with { MailOn = MailOn.Never });

        await TellAsync(store, job, Now.AddHours(1));

        Assert.AreEqual((0, 4), ((await MailsAsync(store)).Count, (await AlertsAsync(store)).Count));
    }

    [TestMethod]
    public async Task OfOverdue_InAnAppOfAnotherCulture_SaysTimesAsEverywhere()
    {
        await using var store = NewStore();
        var job = await store.AddJobAsync(Watched);
        var expectation = new Expectation(TimeSpan.FromHours(1), Now, Now, null);
        CultureInfo.CurrentCulture = OtherSigns.Culture;

        var alert = AlertRun.OfOverdue(job, expectation, Watched.OnFailure!, Now);

        var body = Encoding.UTF8.GetString(alert.Request.Body.Span);
        Assert.Contains("\"due\":\"2026-03-01T13:00:00Z\"", body);
        Assert.EndsWith("the last was at 2026-03-01T12:00:00Z", expectation.Reason);
    }

    private static LedgerFixture NewStore()
    {
        var store = new LedgerFixture();
        store.Ledger.Outbox.From = "jobqueue@example.com";
        return store;
    }

    private static DateTimeOffset? At(int? hours) => hours is { } known ? Now.AddHours(known) : null;

    private static Task<DateTimeOffset?> TellAsync(LedgerFixture store, RecurringJob job, DateTimeOffset now)
    {
        store.Ledger.Outbox.From = "jobqueue@example.com";
        return store.Ledger.WriteAsync(connection => ExpectationRows.Tell(connection, job.Id, now));
    }

    private static Task SucceedAsync(LedgerFixture store, RecurringJob job, DateTimeOffset at) => store.Ledger.WriteAsync(connection =>
    {
        RunRows.Insert(connection, store.RunOf(job, at) with { State = RunState.Running, Attempt = 1 }, "me");
        var run = RunSearch.Find(
            connection, new RunFilter { Job = job.Id }, before: null, limit: 1, mostLookedAt: 1, RunRows.Columns).Runs.Single();
        return RunEnds.Finish(connection, run, "me", new RunFinish { State = RunState.Succeeded, At = at, Status = 200 });
    });

    private static Task<List<string>> MailsAsync(LedgerFixture store) => store.Ledger.ReadAsync(connection => connection.All(
        "SELECT kind || ': ' || subject FROM mails ORDER BY seq", row => row.String(0)));

    private static Task<List<string>> EventsAsync(LedgerFixture store) => store.Ledger.ReadAsync(connection => connection.All(
        "SELECT kind || ': ' || reason FROM events WHERE kind IN ('overdue', 'well again') ORDER BY seq", row => row.String(0)));

    // The fields that only such alerts have, or that tell them apart.
    private static async Task<List<string>> AlertsAsync(LedgerFixture store)
    {
        var bodies = await store.Ledger.ReadAsync(connection => connection.All(
            "SELECT CAST(body AS TEXT) FROM runs WHERE requested_by = 'alert of backup' ORDER BY seq", row => row.String(0)));
        return [.. bodies.SelectMany(body => body.Split(',')).Where(field =>
            field.Contains("\"event\"") || field.Contains("\"state\"") || field.Contains("\"due\"") || field.Contains("\"lastSuccess\""))];
    }
}
