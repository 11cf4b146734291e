using System.Text;
using System.Text.Json;
using JobQueue.Jobs.Mailing;
using JobQueue.Jobs.Store;
using JobQueue.Jobs.Tests.Store;

namespace JobQueue.Jobs.Tests.Mailing;

[TestClass]
public sealed class NoticesTests
{
    private const string From = "jobqueue@example.com";

    private static readonly JobPolicy Mailed = JobPolicy.Default with { Name = "backup", MailTo = "ops@example.com,anna@example.com" };

    [TestMethod]
    // States of a job's runs, one after the other; the kinds of the mails to one address
    [DataRow("failed", "failure")]
    [DataRow("succeeded", "")]
    [DataRow("failed failed succeeded succeeded", "failure failure recovery")]
    [DataRow("timed_out succeeded failed", "failure recovery failure")]
    [DataRow("failed cancelled succeeded", "failure recovery")]
    public async Task OfEnd_RunsOfAJob_EnterMails(string states, string kinds)
    {
        await using var store = NewStore();
        var job = await store.AddJobAsync(Mailed);

        await EndAsync(store, job, states.Split(' '));

        var mails = await MailsAsync(store);
        Assert.AreEqual(kinds, string.Join(' ', mails.Where(mail => mail.To == "anna@example.com").Select(mail => Word.Of(mail.Kind))));
        Assert.AreEqual(mails.Count(mail => mail.To == "anna@example.com"), mails.Count(mail => mail.To == "ops@example.com"));
    }

    [TestMethod]
    public async Task OfEnd_Failure_IsAMailThatWaits()
    {
        await using var store = NewStore();
        var told = 0;
        store.Ledger.Outbox.MailEntered += () => told++;
        var job = await store.AddJobAsync(Mailed with { MailTo = "ops@example.com", MailFrom = "cron@example.com" });

        var run = (await EndAsync(store, job, "failed")).Single();

        var mail = (await MailsAsync(store)).Single();
        Assert.AreEqual(
            (MailKind.Failure, run.Id, job.Id, "ops@example.com", "cron@example.com", MailState.Waiting, 0, LedgerFixture.Now),
            (mail.Kind, mail.RunId, mail.JobId, mail.To, mail.From, mail.State, mail.Attempts, mail.NotBefore));
        Assert.AreEqual($"[jobqueue] backup failed: 503 (run {run.Id})", mail.Subject);
        Assert.AreEqual(1, told);
    }

    [TestMethod]
    public async Task OfEnd_SuccessAfterFailures_SaysHowMany()
    {
        await using var store = NewStore();
        var job = await store.AddJobAsync(Mailed);

        await EndAsync(store, job, "succeeded", "failed", "timed_out", "failed", "succeeded");

        StringAssert.StartsWith((await MailsAsync(store))[^1].Subject, "[jobqueue] backup is well again after 3 failures (run ");
    }

    [TestMethod]
    public async Task OfEnd_AttemptThatIsTriedAgain_EntersNothing()
    {
        await using var store = NewStore();
        await store.AddAsync(store.NewRun(policy: Mailed));
        var run = (await store.ClaimAsync()).Single();

        await store.FinishAsync(run, Finish("pending") with { NotBefore = LedgerFixture.Now.AddSeconds(5), Disposition = Disposition.Retry });

        Assert.AreEqual(0, (await MailsAsync(store)).Count);
    }

    [TestMethod]
    public async Task OfEnd_ResultOfAnotherOwner_EntersNothing()
    {
        await using var store = NewStore();
        await store.AddAsync(store.NewRun(policy: Mailed));
        var run = (await store.ClaimAsync()).Single();

        var isOurs = await store.FinishAsync(run, Finish("failed"), owner: "another");

        Assert.IsFalse(isOurs);
        Assert.AreEqual(0, (await MailsAsync(store)).Count);
    }

    [TestMethod]
    public async Task OfEnd_NoMailServer_EntersNothing()
    {
        await using var store = NewStore();
        store.Ledger.Outbox.From = null;
        await store.AddAsync(store.NewRun(policy: Mailed));
        var run = (await store.ClaimAsync()).Single();

        await store.FinishAsync(run, Finish("failed"));

        Assert.AreEqual(0, (await MailsAsync(store)).Count);
    }

    [TestMethod]
    public async Task Recover_RunThatEndsTheProcessOnceMore_EntersAMail()
    {
        await using var store = NewStore();
        var run = store.NewRun(policy: Mailed with { OnCrash = OnCrash.Never });
        await store.AddAsync(run);
        await store.ClaimAsync();

        await store.Ledger.WriteAsync(connection => Recovery.Recover(connection, LedgerFixture.Now));

        Assert.AreEqual((2, MailKind.Failure), ((await MailsAsync(store)).Count, (await MailsAsync(store))[0].Kind));
    }

    [TestMethod]
    // States of a job's runs, one after the other; what the alerts tell
    [DataRow("failed", "failure:failed:503")]
    [DataRow("succeeded", "")]
    [DataRow("failed failed succeeded succeeded", "failure:failed:503 failure:failed:503 recovery:succeeded:200")]
    public async Task OfEnd_OnFailure_EntersARunThatTells(string states, string told)
    {
        await using var store = NewStore();
        var policy = JobPolicy.Default with { Name = "backup", OnFailure = new("POST", "/alerts"), Target = "http://alerts.example/" };
        var job = await store.AddJobAsync(policy);

        await EndAsync(store, job, states.Split(' '));

        var bodies = (await AlertsAsync(store)).Select(run => JsonDocument.Parse(run.Request.Body).RootElement);
        Assert.AreEqual(told, string.Join(' ', bodies.Select(body => $"{body.GetProperty("event")}:{body.GetProperty("state")}:{body.GetProperty("status")}")));
    }

    [TestMethod]
    public async Task OfEnd_OnFailure_IsSentAsTheJobIs()
    {
        await using var store = NewStore();
        var policy = JobPolicy.Default with
        {
            Name = "backup",
            OnFailure = new("POST", "/alerts"),
            Target = "http://alerts.example/",
            MailTo = "ops@example.com",
            Queue = "slow",
        };
        var run = store.NewRun(policy: policy) with { Request = new JobRequest { Uri = "/work", User = "ada" }, IsConfined = true, Depth = 2 };
        await store.AddAsync(run);
        var claimed = (await store.Ledger.WriteAsync(connection => RunWrites.Claim(connection, "slow", 1, "me", LedgerFixture.Now))).Single();

        await store.FinishAsync(claimed, Finish("failed") with { Error = "it is \"broken\"" });

        var alert = (await AlertsAsync(store)).Single();
        Assert.AreEqual(
            ("POST", "/alerts", "ada", "http://alerts.example/", true, 3, "default", "alert of backup", RunState.Pending),
            (alert.Request.Method, alert.Request.Uri, alert.Request.User, alert.Policy.Target, alert.IsConfined, alert.Depth, alert.Policy.Queue,
                alert.RequestedBy, alert.State));
        Assert.AreEqual((null, null, null), (alert.Policy.OnFailure, alert.Policy.MailTo, alert.JobName));
        Assert.AreEqual(
            $$"""{"event":"failure","job":"{{run.Id}}","jobName":"backup","run":"{{run.Id}}","state":"failed","status":503,"error":"it is \"broken\"","due":"2026-03-01T12:00:00Z","started":"2026-03-01T12:00:00Z","finished":"2026-03-01T12:00:00Z","attempt":1,"failures":0}""",
            Encoding.UTF8.GetString(alert.Request.Body.Span));
    }

    [TestMethod]
    public async Task OfEnd_AlertThatFails_IsNotTold()
    {
        await using var store = NewStore();
        await store.AddAsync(store.NewRun(policy: JobPolicy.Default with { OnFailure = new("GET", "/alerts") }));
        await store.FinishAsync((await store.ClaimAsync()).Single(), Finish("failed"));
        var alert = (await store.ClaimAsync()).Single();

        await store.FinishAsync(alert, Finish("failed"));

        Assert.AreEqual(1, (await AlertsAsync(store)).Count);
        Assert.AreEqual((0, 0), (alert.Request.Body.Length, alert.Request.Headers.Count));
    }

    private static LedgerFixture NewStore()
    {
        var store = new LedgerFixture();
        store.Ledger.Outbox.From = From;
        return store;
    }

    private static async Task<List<Run>> EndAsync(LedgerFixture store, RecurringJob job, params string[] states)
    {
        var ended = new List<Run>();
        foreach (var state in states)
        {
            await store.AddAsync(store.NewRun(policy: job.Policy, jobId: job.Id) with { Cause = RunCause.Manual });
            var run = (await store.ClaimAsync(most: 1)).Single();
            await store.FinishAsync(run, Finish(state));
            ended.Add(run);
            // What it told is not in the way of the next.
            await store.Ledger.WriteAsync(connection => connection.Execute("UPDATE runs SET paused = 1 WHERE requested_by LIKE 'alert of %'"));
        }

        return ended;
    }

    private static RunFinish Finish(string state) => new()
    {
        State = Word.Parse<RunState>(state),
        At = LedgerFixture.Now,
        Status = state == "succeeded" ? 200 : 503,
    };

    private static Task<List<Mail>> MailsAsync(LedgerFixture store) =>
        store.Ledger.ReadAsync(connection => MailRows.Due(connection, LedgerFixture.Now, 1000));

    private static Task<List<Run>> AlertsAsync(LedgerFixture store) => store.Ledger.ReadAsync(connection => connection.All(
        $"SELECT {RunRows.Columns} FROM runs WHERE requested_by LIKE 'alert of %' ORDER BY seq", RunRows.Read));
}
